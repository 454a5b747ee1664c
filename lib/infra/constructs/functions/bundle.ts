/**
 * All functions in one esbuild run at synth time: CommonJS, minified, the SDK inside, no top-level await. One file a
 * function. `cdk deploy` needs no build step of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';
import { ROOT } from '../../config/root.ts';

export interface Bundles {
  /** Folder of one function: `index.js`, nothing else. @throws Error for a function that was not bundled */
  folderOf(functionId: string): string;
  /** Which modules went into which bundle, with their sizes. */
  readonly metafile: Metafile;
  /** Removes the folders; CDK has its own copy as soon as a function is made of them. */
  dispose(): void;
}

/** @throws Error with esbuild's messages when a handler is missing or does not compile */
export function bundleFunctions(contracts: readonly FunctionContract[]): Bundles {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-bundles-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  let metafile: Metafile;
  try {
    ({ metafile } = buildSync({
      absWorkingDir: ROOT,
      entryPoints: contracts.map(({ id, area, name }) => ({
        in: `lambdas/${area}/${name}/handler.ts`,
        out: `${id}/index`,
      })),
      outdir: folder,
      metafile: true,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      // The SDK's ES modules can be shaken, its CommonJS cannot.
      mainFields: ['module', 'main'],
      legalComments: 'none',
      logLevel: 'silent',
    }));
  } catch (error) {
    dispose();
    // esbuild's message lists every fault with its file and line.
    throw new Error(`the functions could not be bundled:\n${(error as Error).message}`, { cause: error });
  }
  const known = new Set(contracts.map(({ id }) => id));
  return {
    metafile,
    dispose,
    folderOf(id) {
      if (!known.has(id)) throw new Error(`function ${id} was not bundled: it is not among the contracts`);
      return path.join(folder, id);
    },
  };
}
