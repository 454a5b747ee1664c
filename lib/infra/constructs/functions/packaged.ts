/** The functions as they travel in the package: bundled when it was made, so that whoever uses it deploys what was tested. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';
import { ROOT } from '../../config/root.ts';
import { type Bundles, bundleFunctions } from './bundle.ts';

/** Folder at the top of the package, one folder a function below it; absent in the repository. */
export const BUNDLED = 'functions';

/** The bundles of the package; in the repository they are made of the sources. */
export function functionsOfPackage(contracts: readonly FunctionContract[]): Bundles {
  const folder = path.join(ROOT, BUNDLED);
  if (!existsSync(folder)) return bundleFunctions(contracts);
  return {
    metafile: { inputs: {}, outputs: {} },
    dispose: () => undefined,
    folderOf(id) {
      const found = path.join(folder, id);
      if (!existsSync(found)) throw new Error(`the package has no function ${id}: install it again`);
      return found;
    },
  };
}
