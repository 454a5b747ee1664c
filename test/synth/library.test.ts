/** The package, as somebody else's CDK app uses it: packed, installed, type-checked, synthesised. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../lib/infra/config/root.ts';
import { bundleFunctions } from '../../lib/infra/constructs/functions/bundle.ts';
import { PARTS, synthesise } from './_synth.ts';

const NODE = path.join(ROOT, 'node_modules', '.bin', 'node');
const app = mkdtempSync(path.join(os.tmpdir(), 'sluice-library-'));
const installed = path.join(app, 'node_modules', 'sluice');
afterAll(() => {
  rmSync(app, { recursive: true, force: true });
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
});

function run(command: string, args: readonly string[], cwd = app, env: NodeJS.ProcessEnv = {}) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: `${path.dirname(NODE)}:${process.env['PATH']}`,
      HOME: app,
      TMPDIR: app,
      CDK_VALIDATION: 'false',
      ...env,
    },
  });
  return { ...result, text: `${result.stdout}${result.stderr}` };
}
const must = (result: ReturnType<typeof run>): string => {
  if (result.status !== 0) throw new Error(result.text);
  return result.stdout;
};

/** A link to every package that ours says it needs, and to no other. */
function installDependencies(): void {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(dependencies), ...Object.keys(peerDependencies), '@types/node']) {
    const link = path.join(app, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), link);
  }
}

const SOURCE = `import { App, Stack } from 'aws-cdk-lib';
import { Platform, type PlatformProps } from 'sluice';

const app = new App();
const props: PlatformProps = { name: 'ml' };
const platform: Platform = new Platform(app, 'X', props);
new Stack(app, 'mine').addDependency(platform.storage);
app.synth();
`;

beforeAll(() => {
  must(run(NODE, [path.join(ROOT, 'lib', 'infra', 'library', 'build.ts')], ROOT));
  // The build is what prepack does; run as a script it would check the set-up first.
  const [packed] = JSON.parse(
    must(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', app], ROOT)),
  ) as {
    filename: string;
  }[];
  mkdirSync(installed, { recursive: true });
  must(run('tar', ['-xzf', path.join(app, packed?.filename ?? ''), '-C', installed, '--strip-components=1']));
  installDependencies();
  writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  writeFileSync(path.join(app, 'app.ts'), SOURCE);
  // The flags of our own synthesis; CDK apps bring theirs.
  const { context } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  writeFileSync(path.join(app, 'flags.json'), JSON.stringify(context));
}, 240_000);

describe('the package', () => {
  it('holds what runs, and no source, test or secret', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/lib/infra/platform.js',
        'dist/lib/infra/platform.d.ts',
        'dist/lib/workflows/training.asl.json',
        'dist/lib/runtimes/tabular/train.py',
        'dist/functions/release-guard/index.js',
      ]),
    );
    expect(
      files.filter((file) => /(?<!\.d)\.ts$|\.test\.|__pycache__|\.pyc$|^test\/|\.env|cdk\.out/.test(file)),
    ).toEqual([]);
  });

  it('type-checks in an app, declarations included', () => {
    const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--types', 'node', 'app.ts'];
    expect(run(NODE, [tsc, ...options]).text).toBe('');
  }, 120_000);

  it('gives the templates and assets that the repository gives', () => {
    const out = path.join(app, 'out');
    const context = readFileSync(path.join(app, 'flags.json'), 'utf8');
    must(run(NODE, ['app.ts'], app, { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context }));
    const ours = synthesise({ name: 'ml', bundle: bundleFunctions });
    const files = readdirSync(out);
    for (const part of PARTS) {
      const file = files.find((name) => name.endsWith('.template.json') && name.includes(part));
      expect(JSON.parse(readFileSync(path.join(out, file ?? part), 'utf8')), part).toEqual(ours.templates[part]);
    }
  }, 120_000);

  it('synthesises in an app without any feature flag', () => {
    const out = path.join(app, 'bare');
    must(run(NODE, ['app.ts'], app, { CDK_OUTDIR: out }));
    expect(readdirSync(out).filter((name) => name.endsWith('.template.json'))).toHaveLength(PARTS.length + 1);
  }, 120_000);

  it('brings the command line, compiled', () => {
    const bin = path.join(installed, 'bin', 'sluice.mjs');
    expect(existsSync(bin)).toBe(true);
    expect(must(run(NODE, [bin, '--version'])).trim()).toBe(
      (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
    );
    expect(must(run(NODE, [bin, 'teardown', '--help']))).toContain('sluice teardown');
  });
});
