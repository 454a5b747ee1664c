/** One platform, synthesised in this process; shared by the tests of a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { PlatformProps } from '../../lib/infra/config/props.ts';
import { ROOT } from '../../lib/infra/config/root.ts';
import type { Bundles } from '../../lib/infra/constructs/functions/bundle.ts';
import { Platform } from '../../lib/infra/platform.ts';
import { type Cloud, cloudOf, type Template } from '../check/cloud/cloud.ts';

export type Part = 'storage' | 'training' | 'release' | 'monitoring';
export const PARTS: readonly Part[] = ['storage', 'training', 'release', 'monitoring'];

export interface Synthesised extends Cloud<Part> {
  /** Names of the assets in the order of their names: their hashes. */
  readonly assets: readonly string[];
}

const { context } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

// The bundled rules take seconds a process; stability.test.ts runs them, in a real `cdk synth --strict`.
process.env.CDK_VALIDATION = 'false';

/** Every function is one empty file: what most tests look at is not in the bundles. */
export function emptyBundles(): Bundles {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-empty-'));
  writeFileSync(path.join(folder, 'index.js'), '');
  return {
    metafile: { inputs: {}, outputs: {} },
    folderOf: () => folder,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** With real bundles: pass `bundle: bundleFunctions`. */
export function synthesise(props: PlatformProps = {}): Synthesised {
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'sluice-synth-'));
  try {
    const app = new App({ outdir, context });
    const platform = new Platform(app, 'Sluice', { bundle: emptyBundles, ...props });
    const assembly = app.synth();
    const templates = Object.fromEntries(
      PARTS.map((part) => [part, assembly.getStackArtifact(platform[part].artifactId).template as Template]),
    ) as Record<Part, Template>;
    const assets = assembly.artifacts.flatMap((artifact) =>
      'file' in artifact && typeof artifact.file === 'string' && artifact.file.endsWith('.assets.json')
        ? Object.keys((JSON.parse(readFileSync(artifact.file, 'utf8')) as { files: object }).files)
        : [],
    );
    return { ...cloudOf(templates), assets: assets.sort() };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
