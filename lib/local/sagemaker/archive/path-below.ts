import { isAbsolute, normalize, resolve, sep } from 'node:path';

/** @throws Error when a relative path leads out of the folder */
export function pathBelow(folder: string, relative: string): string {
  const path = resolve(folder, normalize(relative));
  const root = resolve(folder);
  if (isAbsolute(relative) || (path !== root && !path.startsWith(root + sep))) {
    throw new Error(`'${relative}' leads out of its folder`);
  }
  return path;
}
