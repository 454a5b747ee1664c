/** What the command line aims at: never guessed from what answers, always written down or said. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SLUICE_DIR } from './paths.ts';

export type TargetKind = 'local' | 'aws';
const FILE = path.join(SLUICE_DIR, 'target');

/** The choice of this checkout: `local up` writes `local`. */
export function chosenTarget(): TargetKind | undefined {
  if (!existsSync(FILE)) return undefined;
  const text = readFileSync(FILE, 'utf8').trim();
  return text === 'local' || text === 'aws' ? text : undefined;
}

export function chooseTarget(kind: TargetKind | undefined): void {
  if (kind === undefined) {
    rmSync(FILE, { force: true });
    return;
  }
  mkdirSync(SLUICE_DIR, { recursive: true });
  writeFileSync(FILE, `${kind}\n`);
}
