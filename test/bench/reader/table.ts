/** The table that all readers read: numbers with gaps, two categories, a numeric target. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseManifest } from '../../../lib/core/contracts/manifest/parse.ts';
import type { Manifest } from '../../../lib/core/contracts/manifest/schema.ts';
import type { DatasetSchema } from '../../../lib/core/contracts/schema.ts';

export const ROWS = 100_000;
export const NUMBERS = 20;
const CATEGORIES = ['plan', 'region'];
const LEVELS = ['basic', 'plus', 'pro', 'trial', 'other'];
const GAP_SHARE = 0.02;

const names = [...Array.from({ length: NUMBERS }, (_, i) => `n${i}`), ...CATEGORIES];

export const SCHEMA: DatasetSchema = {
  v: 1,
  task: 'regression',
  columns: names.map((name) => ({ name, type: CATEGORIES.includes(name) ? 'text' : 'number' })),
  target: { name: 'target', type: 'number' },
};

export function manifest(): Manifest {
  const parsed = parseManifest({
    sluice: 1,
    model: 'bench',
    task: 'regression',
    data: { target: 'target' },
    training: { algorithm: 'xgboost' },
    stages: {},
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

/** @param random numbers in [0, 1) @returns bytes written */
export function writeTable(file: string, random: () => number): number {
  const out = openSync(file, 'w');
  let bytes = writeSync(out, `${[...names, 'target'].join(',')}\n`);
  const number = (): string => (random() < GAP_SHARE ? '' : (random() * 1000 - 500).toFixed(3));
  const level = (): string => LEVELS[Math.floor(random() * LEVELS.length)] ?? '';
  for (let row = 0; row < ROWS; row += 1000) {
    const lines = Array.from({ length: 1000 }, () =>
      [...Array.from({ length: NUMBERS }, number), ...CATEGORIES.map(level), (random() * 10).toFixed(4)].join(','),
    );
    bytes += writeSync(out, `${lines.join('\n')}\n`);
  }
  closeSync(out);
  return bytes;
}
