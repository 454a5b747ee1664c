/** What cells owe each other: within a row the rules over columns, down a column that no value repeats. */
import { cellText } from './cell-text.ts';
import type { AcrossRows, RowPlaces, TypedRows } from './columns/typed-rows.ts';
import type { Contract } from './contract.ts';
import type { RuleRows } from './expression/compile.ts';
import { FALSE } from './expression/truth.ts';
import type { RowFaultAt } from './rejections.ts';
import { type Repeats, repeats } from './repeats.ts';

/** A column whose values must not repeat, and those that came before. */
export interface UniqueColumn {
  readonly name: string;
  /** Among the features in contract order. */
  readonly column: number;
  readonly before: Repeats;
}

/** @param before of each of them, where values came before or more memory is there */
export const uniqueColumns = (
  rules: Contract['rules'],
  before: (name: string) => Repeats = () => repeats(),
): UniqueColumn[] =>
  rules.flatMap(({ name, unique }, column) => (unique ? [{ name, column, before: before(name) }] : []));

/**
 * Judges rows in the order of the file: of rows with equal values the first may be kept. A row that is set aside for
 * another reason does not count as the first of its values. One that is set aside for a repeated value does count for its
 * other columns: so each column is judged by itself, and ranges of a file can be judged side by side.
 *
 * @returns undefined when the contract asks for nothing of the kind
 */
export function acrossRows(
  { rules, rowRules = [] }: Pick<Contract, 'rules' | 'rowRules'>,
  places: RowPlaces,
  unique: readonly UniqueColumn[],
): AcrossRows | undefined {
  if (rowRules.length === 0 && unique.length === 0) return undefined;
  const booleans = rules.flatMap(({ type }, column) => (type === 'boolean' ? [column] : []));
  return (typed) => {
    const found = new Map<number, RowFaultAt[]>();
    const view = ruleRows(typed, places, booleans);
    for (let row = 0; row < typed.rows; row++) {
      const broken = rowRules.filter(({ holds }) => holds(view, row) === FALSE);
      if (broken.length > 0) {
        found.set(
          row,
          broken.map(({ text }) => ({ reason: 'breaks-rule', rule: text })),
        );
        continue;
      }
      const filled = unique.flatMap(({ name, column, before }) => {
        const text = textOf(typed, places, column, row);
        return text === undefined ? [] : [{ name, text, before }];
      });
      const repeated = filled.filter(({ text, before }) => before.has(text));
      if (repeated.length > 0)
        found.set(
          row,
          repeated.map(({ name, text }) => ({ reason: 'repeated-value', column: name, value: text.slice(0, 80) })),
        );
      for (const { text, before } of filled) before.add(text);
    }
    return found;
  };
}

function ruleRows(typed: TypedRows, places: RowPlaces, booleans: readonly number[]): RuleRows {
  const numbers: (Float64Array | undefined)[] = [...typed.numbers];
  for (const column of booleans) numbers[column] = truthOf(typed, places, column);
  return { numbers, text: (column, row) => textOf(typed, places, column, row) };
}

/** 0, 1 and NaN. */
function truthOf({ levels, rows }: TypedRows, places: RowPlaces, column: number): Float64Array {
  const values = new Float64Array(rows);
  const table = places.levels[column]?.table;
  for (let row = 0; row < rows; row++) {
    const id = levels[column]?.[row] ?? -1;
    values[row] = id < 0 ? Number.NaN : Number(table?.textOf(id) === 'true');
  }
  return values;
}

/** The canonical cell: without white space around it unless it is a category's or a text's; undefined where missing. */
function textOf(typed: TypedRows, places: RowPlaces, column: number, row: number): string | undefined {
  const { batch, kept, numbers, levels } = typed;
  const id = levels[column]?.[row];
  if (id !== undefined && id >= 0 && places.levels[column]?.open) return places.levels[column].table.textOf(id);
  if (id === -1 || Number.isNaN(numbers[column]?.[row] ?? 0)) return undefined;
  const text = cellText(batch, (kept[row] ?? 0) * batch.width + (places.positions[column] ?? 0));
  return places.levels[column]?.keepsSpace ? text : text.trim();
}
