/**
 * All functions in one esbuild run at synth time: CommonJS, minified, the SDK inside, no top-level await. One file a
 * function. `cdk deploy` needs no build step of its own.
 *
 * esbuild runs in a process of its own: constructs are synchronous, and its plugins are not.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';
import { ROOT } from '../../config/root.ts';
import type { BundleOrder } from './bundle-process.ts';

/** Metafiles list every module of every bundle: some megabytes. */
const METAFILE_BYTES = 64 * 1024 * 1024;

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
  const order: BundleOrder = {
    root: ROOT,
    folder,
    entries: contracts.map(({ id, area, name }) => ({ in: `lambdas/${area}/${name}/handler.ts`, out: `${id}/index` })),
  };
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [path.join(import.meta.dirname, 'bundle-process.ts'), JSON.stringify(order)],
    { encoding: 'utf8', maxBuffer: METAFILE_BYTES },
  );
  if (status !== 0) {
    dispose();
    throw new Error(`the functions could not be bundled:\n${error?.message ?? stderr}`, { cause: error });
  }
  const known = new Set(contracts.map(({ id }) => id));
  return {
    metafile: JSON.parse(stdout) as Metafile,
    dispose,
    folderOf(id) {
      if (!known.has(id)) throw new Error(`function ${id} was not bundled: it is not among the contracts`);
      return path.join(folder, id);
    },
  };
}
