/** Two small files as texts, compared as the command compares them. */
import { formats } from '../../../../../lib/adapters/formats/formats.ts';
import { openTable } from '../../../../../lib/core/data/readers/open-table.ts';
import { compareSets } from '../../../../../lib/core/drift/compare/compare-sets.ts';
import { type DriftComparison, DriftComparison as Schema } from '../../../../../lib/core/drift/compare/document.ts';
import { readSet } from '../../../../../lib/core/drift/compare/read-set.ts';
import { byteSource } from '../../data/bytes.ts';
import { normal } from '../profile.ts';

const opened = (text: string) => () => openTable(byteSource(text), formats);

export async function comparedFiles(before: string, now: string): Promise<DriftComparison> {
  const was = await readSet('before.csv', opened(before), {});
  const is = await readSet('now.csv', opened(now), { like: was.types });
  // What is not in the schema is no part of the document.
  return Schema.parse(compareSets(was, is));
}

/** Cells of a row by column. */
export type Cells = Record<string, (row: number) => string | number>;

/** Radius, side, place and a running number, each from a seed; `cells` take the place of columns or come on top. */
export function file(seed: string, cells: Cells = {}, rows = 600): string {
  const next = normal(seed);
  const all: Cells = {
    patient: (row) => row + 1,
    radius: () => (14 + 3 * next()).toFixed(3),
    side: (row) => (row % 3 === 0 ? 'left' : 'right'),
    place: () => `p${Math.min(4, Math.floor(2 * Math.abs(next())))}`,
    ...cells,
  };
  const names = Object.keys(all);
  const lines = Array.from({ length: rows }, (_, row) => names.map((name) => all[name]?.(row)).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

export const radius = (seed: string, of: (value: number, row: number) => string | number): Cells => {
  const next = normal(seed);
  return { radius: (row) => of(14 + 3 * next(), row) };
};
