/** The files that say which code of others comes in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../lib/infra/config/root.ts';

export interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  optional?: boolean;
  inBundle?: boolean;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
}
export interface PackageManifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
export interface LockFiles {
  manifest: PackageManifest;
  lock: { lockfileVersion: number; packages: Record<string, LockedPackage> };
  npmrc: string;
  /** Text by file name. */
  python: Record<string, string>;
}

export const PYTHON_LOCKS = ['requirements.lock', 'requirements-uv.lock'] as const;

export function readLockFiles(): LockFiles {
  const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
  return {
    manifest: JSON.parse(read('package.json')),
    lock: JSON.parse(read('package-lock.json')),
    npmrc: read('.npmrc'),
    python: Object.fromEntries(PYTHON_LOCKS.map((name) => [name, read(name)])),
  };
}
