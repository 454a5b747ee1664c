import path from 'node:path';

/** Folder of the package, where `lambdas/` and `lib/` are. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
