/** The grid that peers were measured on: one of 20 columns drifts, in one of eight ways. */
import { type Random, random } from '../../data/random.ts';
import type { Pair } from '../clean/tables.ts';
import { HEADER, madeUpRows } from '../clean/tables.ts';

export interface Drift {
  readonly name: string;
  readonly column: string;
  /** The cell of a row now. */
  readonly cell: (cell: string, source: Random) => string;
}

/** Standard deviation of exp(normal). */
const LOGNORMAL_SD = Math.sqrt((Math.E - 1) * Math.E);
const moved = (by: number) => (cell: string) => (cell === '' ? cell : (Number(cell) + by).toFixed(5));
/** A share of all values goes from one level of ten to another. */
const swapped = (share: number) => (cell: string, source: Random) =>
  cell === 'l3' && source.chance(share / 0.1) ? 'l7' : cell;

export const DRIFTS: readonly Drift[] = [
  { name: 'mean .1 sd', column: 'normal1', cell: moved(0.1) },
  { name: 'mean .2 sd', column: 'normal1', cell: moved(0.2) },
  { name: 'mean .5 sd', column: 'normal1', cell: moved(0.5) },
  { name: 'lognormal .2 sd', column: 'lognormal1', cell: moved(0.2 * LOGNORMAL_SD) },
  { name: 'swap 5 %', column: 'ten', cell: swapped(0.05) },
  { name: 'swap 10 %', column: 'ten', cell: swapped(0.1) },
  { name: 'nulls +5 %', column: 'normal3', cell: (cell, source) => (source.chance(0.05) ? '' : cell) },
  {
    name: '1 % x1000',
    column: 'normal4',
    cell: (cell, source) => (cell !== '' && source.chance(0.01) ? (Number(cell) * 1000).toFixed(2) : cell),
  },
];

export const SIZES = ['500 v 500', '2,000 v 2,000', '10,000 v 500', '10,000 v 2,000', '10,000 v 10,000'] as const;
export type Size = (typeof SIZES)[number];

/** Measured on the peers' own 40 runs of the same grid; rows in the order of `DRIFTS`. Of others than these two the level is not kept. */
export const HONEST_PEERS: Readonly<Record<Size, Readonly<Record<string, readonly number[]>>>> = {
  '500 v 500': {
    'alibi-detect': [0.02, 0.25, 0.98, 1, 0.18, 0.88, 0, 0],
    attain: [0, 0.25, 0.98, 1, 0.1, 0.92, 0.82, 0],
  },
  '2,000 v 2,000': {
    'alibi-detect': [0.35, 0.98, 1, 1, 1, 1, 0, 0],
    attain: [0.2, 0.98, 1, 1, 1, 1, 1, 0.98],
  },
  '10,000 v 500': { attain: [0.02, 0.62, 1, 1, 0.55, 1, 1, 0.85] },
  '10,000 v 2,000': { attain: [0.5, 1, 1, 1, 1, 1, 1, 1] },
  '10,000 v 10,000': {
    'alibi-detect': [1, 1, 1, 1, 1, 1, 0, 0],
    attain: [1, 1, 1, 1, 1, 1, 1, 1],
  },
};
/** Runs behind each of their figures. */
export const PEER_RUNS = 40;

export function plantedPair(size: Size, drift: Drift, seed: number): Pair {
  const [before = 0, after = 0] = size.split(' v ').map((rows) => Number(rows.replace(',', '')));
  const source = random(seed, before, after);
  const at = HEADER.indexOf(drift.column);
  const rows = madeUpRows(before + after, source);
  return {
    header: HEADER,
    before: rows.slice(0, before),
    now: rows.slice(before).map((row) => row.with(at, drift.cell(row[at] ?? '', source))),
  };
}
