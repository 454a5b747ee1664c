/** The table that all engines profile: 1,000,000 rows of 20 numbers with gaps and 5 categories, one of them quoted, with commas. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { SLUICE_DIR } from '../../../lib/local/paths.ts';
import { type Random, random } from '../../prove/data/random.ts';

export const ROWS = 1_000_000;
const GAP_SHARE = 0.01;
const SEED = 20_261_121;
/** A change of the table's content is another file. */
const VERSION = 1;

/** What a number looks like, and the range that the contract allows: every value lies in it, so that every engine counts the same rows. */
interface NumberColumn {
  name: string;
  whole: boolean;
  min: number;
  max: number;
  cell(random: Random): string;
}

const fixed = (digits: number, of: (random: Random) => number) => (random: Random) => of(random).toFixed(digits);
const normal = (random: Random): number => Math.max(-5, Math.min(5, random.normal()));
const SHAPES: readonly Omit<NumberColumn, 'name' | 'whole'>[] = [
  { min: -5, max: 5, cell: fixed(4, normal) },
  { min: 0, max: 60_000, cell: fixed(2, (random) => Math.exp(5 + 1.2 * normal(random))) },
  { min: 0, max: 119, cell: fixed(0, ({ below }) => below(120)) },
  { min: 15, max: 75, cell: fixed(1, (random) => 45 + 6 * normal(random)) },
  { min: 0, max: 1, cell: fixed(6, ({ next }) => next()) },
];
/** The target of the contract, without gaps. */
export const TARGET = 'n19';

export const NUMBERS: readonly NumberColumn[] = Array.from({ length: 20 }, (_, i) => {
  const shape = SHAPES[i % SHAPES.length];
  if (!shape) throw new Error('there is no shape');
  return { name: `n${String(i).padStart(2, '0')}`, whole: i % SHAPES.length === 2, ...shape };
});

export interface CategoryColumn {
  name: string;
  levels: readonly string[];
  /** Whether the contract lists its values. */
  listed: boolean;
}

const levels = (count: number, name: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => name(i));
export const CATEGORIES: readonly CategoryColumn[] = [
  { name: 'plan', levels: ['basic', 'plus', 'pro'], listed: true },
  { name: 'branch', levels: levels(10, (i) => `b${i}`), listed: true },
  { name: 'agent', levels: levels(50, (i) => `agent-${i}`), listed: true },
  { name: 'place', levels: levels(200, (i) => `Town ${i}, District ${i % 7}`), listed: false },
  { name: 'product', levels: levels(1_000, (i) => `p${i}`), listed: false },
];

/** Another table of the same kind: its own rows, and what becomes of each cell. */
export interface Variant {
  name: string;
  seed: number;
  cell(column: string, cell: string, random: Random): string;
}

/** The file, made once and kept. @param copies the same rows so many times */
export function table(copies = 1, variant?: Variant): string {
  const folder = path.join(SLUICE_DIR, 'bench');
  const file = path.join(folder, `table-v${VERSION}-${ROWS}x${copies}${variant ? `-${variant.name}` : ''}.csv`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const out = openSync(`${file}.new`, 'w');
  writeSync(out, `${[...NUMBERS, ...CATEGORIES].map(({ name }) => name).join(',')}\n`);
  for (let copy = 0; copy < copies; copy++)
    writeRows(random(variant?.seed ?? SEED), (text) => writeSync(out, text), variant);
  closeSync(out);
  renameSync(`${file}.new`, file);
  return file;
}

export const megabytes = (file: string): number => statSync(file).size / 1e6;

function writeRows(random: Random, write: (text: string) => void, variant?: Variant): void {
  const kept = (name: string, cell: string): string => variant?.cell(name, cell, random) ?? cell;
  let text = '';
  for (let row = 1; row <= ROWS; row++) {
    for (const { name, cell } of NUMBERS)
      text += `${kept(name, name !== TARGET && random.chance(GAP_SHARE) ? '' : cell(random))},`;
    text += CATEGORIES.map(({ name, levels }) => {
      // As levels are in life: the first ones are the frequent ones.
      const level = kept(name, levels[Math.floor(levels.length * random.next() ** 2)] ?? '');
      return name === 'place' ? `"${level}"` : level;
    }).join(',');
    text += '\n';
    if (row % 1_000 === 0) {
      write(text);
      text = '';
    }
  }
}
