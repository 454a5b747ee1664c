/** The same source gives the same templates and assets, anywhere; and `cdk synth` needs nothing and complains of nothing. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../lib/infra/config/root.ts';
import { bundleFunctions } from '../../lib/infra/constructs/functions/bundle.ts';
import { codeArchive } from '../../lib/runtimes/code-archive.ts';
import { deterministicTarGz } from '../../lib/runtimes/tar.ts';
import { synthesise } from './_synth.ts';

const TABULAR = path.join(ROOT, 'lib', 'runtimes', 'tabular');

describe('a second synthesis', () => {
  const first = synthesise({ bundle: bundleFunctions });
  const second = synthesise({ bundle: bundleFunctions });

  it('gives equal templates and equal assets', () => {
    expect(second.assets).toEqual(first.assets);
    expect(second.templates).toEqual(first.templates);
  });

  it('of another platform has the same code, and no name in common', () => {
    const plain = synthesise();
    const other = synthesise({ name: 'other' });
    // The templates themselves are assets: four, and they differ.
    expect(other.assets.filter((asset) => !plain.assets.includes(asset))).toHaveLength(4);
    expect(JSON.stringify(other.templates)).not.toMatch(/sluice-/);
  });
});

describe('the code of the default algorithm', () => {
  it('is packed the same each time, and its digest is what the functions are told', () => {
    const archive = codeArchive(TABULAR);
    expect(codeArchive(TABULAR)).toEqual(archive);
    const digest = createHash('sha256').update(archive).digest('hex');
    const check = synthesise()
      .all('AWS::Lambda::Function')
      .find(({ id }) => id.includes('TrainingCheck'));
    expect(check?.Properties.Environment.Variables.RUNTIME_CODE_DIGEST).toBe(digest);
  });

  it('carries what AWS needs to install it without a network', () => {
    const listed = spawnSync('tar', ['-tzf', '-'], { input: codeArchive(TABULAR), encoding: 'utf8' });
    expect(listed.stdout.split('\n')).toEqual(
      expect.arrayContaining(['train.py', 'pyproject.toml', 'offline_build.py']),
    );
    expect(() => codeArchive(path.join(TABULAR, '..', 'shims'))).toThrow(/lacks train.py and inference.py/);
  });

  it('is a tar that depends on names and bytes only', () => {
    const files = [
      { name: 'b.py', bytes: Buffer.from('b = 1\n') },
      { name: 'a.py', bytes: Buffer.alloc(512, 'x') },
    ];
    const archive = deterministicTarGz(files);
    expect(deterministicTarGz([...files].reverse())).toEqual(archive);
    // gzip: no name, time 0.
    expect([...archive.slice(3, 8)]).toEqual([0, 0, 0, 0, 0]);
    const listed = spawnSync('tar', ['-tvzf', '-'], {
      input: archive,
      encoding: 'utf8',
      env: { TZ: 'UTC', PATH: process.env.PATH },
    });
    expect(listed.status, listed.stderr).toBe(0);
    expect(
      listed.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).at(-1)),
    ).toEqual(['a.py', 'b.py']);
    expect(gunzipSync(archive).length % 512).toBe(0);
    expect(() => deterministicTarGz([{ name: 'ä.py', bytes: Buffer.alloc(0) }])).toThrow(/tar header/);
  });
});

describe('cdk synth', () => {
  it('works without network, credentials and home, and prints no warning', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-cli-'));
    try {
      const cdk = path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
      const out = path.join(folder, 'out');
      const { status, stdout, stderr } = spawnSync(
        path.join(ROOT, 'node_modules', '.bin', 'node'),
        [cdk, 'synth', '**', '--quiet', '--strict', '--no-notices', '--no-lookups', '--output', out],
        {
          cwd: ROOT,
          encoding: 'utf8',
          env: {
            HOME: folder,
            TMPDIR: folder,
            PATH: '/usr/bin:/bin',
            CI: 'true',
            CDK_DISABLE_CLI_TELEMETRY: 'true',
            // Nothing listens there: whoever asks the network gets an error at once.
            HTTPS_PROXY: 'http://127.0.0.1:9',
            HTTP_PROXY: 'http://127.0.0.1:9',
            AWS_EC2_METADATA_DISABLED: 'true',
          },
        },
      );
      expect(`${stdout}${stderr}`).not.toMatch(/warn|error|deprecat/i);
      expect(status).toBe(0);
      const report = JSON.parse(readFileSync(path.join(out, 'validation-report.json'), 'utf8')) as {
        pluginReports: { conclusion?: string }[];
      };
      expect(report.pluginReports).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
