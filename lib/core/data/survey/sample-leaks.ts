/** Looks for columns that give the target away, in some rows of the row sample. */
import { isAmount } from '../../contracts/schema.ts';
import { mix } from '../columns/mix.ts';
import type { Contract } from '../contract.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import { findLeaks, type Leak } from './leaks.ts';

/** Cells that are looked at: pairs of columns are tried. */
const MOST_CELLS = 50_000;
const LEAST_ROWS = 100;

export function leaksOf(sample: TypedSample, { rules, target }: Contract): Leak[] {
  const columns = [...rules, { name: target.name, type: target.values ? ('text' as const) : target.type }];
  const numeric = columns.filter(({ type }) => isAmount(type)).map(({ name }) => name);
  const chosen = chosenRows(sample.rows, Math.max(LEAST_ROWS, Math.floor(MOST_CELLS / columns.length)));
  const rows = chosen.map((row) => columns.map((_, column) => cellOf(sample, column, row)));
  return findLeaks(rows, { names: columns.map(({ name }) => name), target: target.name, numeric: new Set(numeric) });
}

/** At most so many, by a hash of their place: a rhythm of the file is none of theirs. */
function chosenRows(rows: number, most: number): number[] {
  let every = 1;
  for (;;) {
    const chosen: number[] = [];
    for (let row = 0; row < rows && chosen.length <= most; row++) if ((mix(row) & (every - 1)) === 0) chosen.push(row);
    if (chosen.length <= most) return chosen;
    every *= 2;
  }
}

function cellOf({ numbers, levels, texts }: TypedSample, column: number, row: number): string {
  const value = numbers[column]?.[row];
  if (value !== undefined) return Number.isNaN(value) ? '' : String(value);
  return texts[column]?.[levels[column]?.[row] ?? -1] ?? '';
}
