/** Canonical rows for the tests of a dataset's identity. */

import type { DatasetSchema } from '../../../../../lib/core/contracts/schema.ts';
import type { RowPiece } from '../../../../../lib/core/data/identity/kept-rows.ts';
import { generator } from '../tables.ts';

export const SCHEMA: DatasetSchema = {
  v: 1,
  task: 'regression',
  columns: [{ name: 'x', type: 'text' }],
  target: { name: 'y', type: 'number' },
};

export const netstring = (cell: string): string => `${Buffer.byteLength(cell)}:${cell}`;

/** Kinds of rows: the ones below repeat themselves, which is what makes borders hard to find. */
export const SHAPES = {
  /** Every row another. */
  distinct: (random: () => number, row: number) =>
    `${netstring(`${row} ${random()}`)}${netstring('é'.repeat(random() * 40))}`,
  few: (random: () => number) => netstring(String(Math.floor(random() * 4))) + netstring('1'),
  constant: () => `${netstring('the same')}${netstring('1')}`,
  periodic: (_: () => number, row: number) => netstring(String(row % 7)) + netstring('1'),
  sorted: (_: () => number, row: number) => netstring(String(Math.floor(row / 1500))) + netstring('1'),
  wide: (random: () => number) => netstring(String(random()).repeat(1 + Math.floor(random() * 6000))),
} as const;
export type Shape = keyof typeof SHAPES;

export function rowsOf(shape: Shape, rows: number, seed: number): string[] {
  const random = generator(seed);
  return Array.from({ length: rows }, (_, row) => SHAPES[shape](random, row));
}

export function piece(rows: readonly string[]): RowPiece {
  let end = 0;
  const ends = Int32Array.from(rows, (row) => {
    end += Buffer.byteLength(row);
    return end;
  });
  return { bytes: Buffer.from(rows.join('')), ends, rows: rows.length };
}

/** Cut behind these rows; places may repeat. */
export function cut<T>(items: readonly T[], places: readonly number[]): T[][] {
  const sorted = [0, ...places.map((place) => place % (items.length + 1)).sort((a, b) => a - b), items.length];
  return sorted.slice(1).map((to, index) => items.slice(sorted[index], to));
}
