/** Local clouds side by side: each has a name, and a folder of that name below `.sluice/instances`. */
import path from 'node:path';
import { SLUICE_DIR } from '../paths.ts';

export const DEFAULT_INSTANCE = 'default';
const RULE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST = 20;

export class BadInstanceName extends Error {
  override readonly name = 'BadInstanceName';
}

/** @throws BadInstanceName */
export function instanceName(text: string): string {
  if (RULE.test(text) && text.length <= LONGEST) return text;
  throw new BadInstanceName(
    `"${text}" is no name of a local cloud: lower-case letters, digits and single hyphens, a letter first, at most ${LONGEST} characters`,
  );
}

export const INSTANCES_DIR = path.join(SLUICE_DIR, 'instances');
export const instanceFolder = (name: string): string => path.join(INSTANCES_DIR, name);
