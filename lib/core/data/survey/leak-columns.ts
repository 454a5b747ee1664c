/** Columns of rows as texts, for who looks for leaks in them. */
import { parseNumber } from '../cells.ts';
import type { LeakColumn } from './leaks.ts';

/**
 * Of the rows in which the target is there.
 * @param names of the columns, as long as each row @param numeric names of the columns whose cells are numbers
 */
export function leakColumns(
  rows: readonly (readonly string[])[],
  { names, target, numeric }: { names: readonly string[]; target: string; numeric: ReadonlySet<string> },
): { target: LeakColumn; others: LeakColumn[] } {
  const at = names.indexOf(target);
  const usable = rows.filter((row) => (row[at] ?? '').trim() !== '');
  const column = (name: string, index: number): LeakColumn => {
    const cells = (): string[] => usable.map((row) => (row[index] ?? '').trim());
    return {
      name,
      isNumeric: numeric.has(name),
      cells,
      numbers: () => Float64Array.from(cells(), (cell) => parseNumber(cell) ?? Number.NaN),
    };
  };
  return {
    target: column(target, at),
    others: names.flatMap((name, index) => (index === at ? [] : [column(name, index)])),
  };
}
