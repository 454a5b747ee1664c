/** Looks for columns that give the target away, in some rows of the row sample. */
import { isAmount } from '../../contracts/schema.ts';
import { mix } from '../columns/mix.ts';
import type { ColumnRule, Contract } from '../contract.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import { findLeaks, type Leak, type LeakColumn } from './leaks.ts';

/** Cells that are looked at: pairs of columns are tried. */
const MOST_CELLS = 50_000;
const LEAST_ROWS = 100;

export function leaksOf(sample: TypedSample, { rules, target }: Contract): Leak[] {
  const at = rules.length;
  const some = chosenRows(sample.rows, Math.max(LEAST_ROWS, Math.floor(MOST_CELLS / (at + 1)))).filter(
    (row) => cellOf(sample, at, row) !== '',
  );
  const column = ({ name, type }: Pick<ColumnRule, 'name' | 'type'>, index: number): LeakColumn => ({
    name,
    isNumeric: isAmount(type),
    cells: () => some.map((row) => cellOf(sample, index, row)),
    numbers: () => Float64Array.from(some, (row) => sample.numbers[index]?.[row] ?? Number.NaN),
  });
  return findLeaks(column({ ...target, type: target.values ? 'text' : target.type }, at), rules.map(column));
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
  return (texts[column]?.[levels[column]?.[row] ?? -1] ?? '').trim();
}
