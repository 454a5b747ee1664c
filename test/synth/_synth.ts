/** One platform, synthesised in this process; shared by the tests of a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { PlatformProps } from '../../lib/infra/config/props.ts';
import { ROOT } from '../../lib/infra/config/root.ts';
import type { Bundles } from '../../lib/infra/constructs/functions/bundle.ts';
import { Platform } from '../../lib/infra/platform.ts';
import { textOf } from './_text.ts';

export interface Resource {
  Type: string;
  // Templates are documents of another program; each test says what it looks for.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  Properties: Record<string, any>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown }>;
}
export type Part = 'storage' | 'training' | 'release' | 'monitoring';
export const PARTS: readonly Part[] = ['storage', 'training', 'release', 'monitoring'];

export interface Synthesised {
  readonly templates: Readonly<Record<Part, Template>>;
  /** Names of the assets in the order of their names: their hashes. */
  readonly assets: readonly string[];
  /** Resources of a type in all stacks. */
  all(type: string): readonly (Resource & { part: Part; id: string })[];
  /** The one resource of a type whose logical id begins so. */
  one(type: string, idPrefix: string): Resource & { part: Part; id: string };
  /** Intrinsic functions as text, cross-stack references followed to their origin. */
  text(value: unknown): string;
}

const { context } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

// The bundled rules take seconds a process; stability.test.ts runs them, in a real `cdk synth --strict`.
process.env.CDK_VALIDATION = 'false';

/** Every function is one empty file: what most tests look at is not in the bundles. */
function emptyBundles(): Bundles {
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
    const all: Synthesised['all'] = (type) =>
      PARTS.flatMap((part) =>
        Object.entries(templates[part].Resources)
          .filter(([, resource]) => resource.Type === type)
          .map(([id, resource]) => ({ ...resource, part, id })),
      );
    return {
      templates,
      assets: assets.sort(),
      all,
      one(type, idPrefix) {
        const found = all(type).filter(({ id }) => id.startsWith(idPrefix));
        const [first] = found;
        if (!first || found.length > 1) throw new Error(`${found.length} resources ${type} begin with ${idPrefix}`);
        return first;
      },
      text: (value) => textOf(value, templates),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
