/** What cells owe each other: within a row the rules over columns, down a column that no value repeats. */
import { parseBoolean } from './cells.ts';
import type { Contract } from './contract.ts';
import type { RuleRows } from './expression/compile.ts';
import { FALSE } from './expression/truth.ts';
import type { RowFaultAt } from './rejections.ts';
import { repeats } from './repeats.ts';

/** Of a row that keeps the contract cell by cell: canonical cells, and the numbers of those that have one. */
interface CheckedCells {
  cells: readonly string[];
  values: Float64Array;
  target: string;
  targetValue: number;
  id: string | undefined;
}

/**
 * Judges rows that keep the contract cell by cell, in the order of the file: of rows with equal values the first is kept.
 * A row that is set aside does not count as the first of its values.
 */
export function acrossCells(contract: Contract): (row: CheckedCells) => RowFaultAt[] {
  const { rules, rowRules = [] } = contract;
  const unique = rules.flatMap(({ name, unique: asked }, index) => (asked ? [{ name, index, before: repeats() }] : []));
  if (rowRules.length === 0 && unique.length === 0) return () => [];
  const view = rowView(contract);
  return (row) => {
    if (rowRules.length > 0) view.show(row);
    const broken = rowRules.filter(({ holds }) => holds(view.rows, 0) === FALSE);
    if (broken.length > 0) return broken.map(({ text }) => ({ reason: 'breaks-rule', rule: text }));
    const filled = unique.filter(({ index }) => row.cells[index] !== '');
    const repeated = filled.filter(({ index, before }) => before.has(row.cells[index] ?? ''));
    if (repeated.length > 0) return repeated.map(({ name }) => ({ reason: 'repeated-value', column: name }));
    for (const { index, before } of filled) before.add(row.cells[index] ?? '');
    return [];
  };
}

/** One row as the columns that rules read: features, target, id. */
function rowView({ rules, target, schema }: Contract): { rows: RuleRows; show(row: CheckedCells): void } {
  const values = new Float64Array(rules.length + 1);
  const booleans = rules.flatMap(({ type }, index) => (type === 'boolean' ? [index] : []));
  const texts: string[] = [];
  const numbers = [...rules, target].map((_, index) => values.subarray(index, index + 1));
  return {
    rows: {
      numbers,
      text: (column) => texts[column] || undefined,
    },
    show({ cells, values: found, target: label, targetValue, id }) {
      values.set(found);
      values[rules.length] = targetValue;
      for (const index of booleans) {
        const truth = parseBoolean(cells[index] ?? '');
        values[index] = truth === undefined ? Number.NaN : Number(truth);
      }
      rules.forEach((_, index) => {
        texts[index] = cells[index] ?? '';
      });
      texts[rules.length] = label;
      if (schema.id !== undefined) texts[rules.length + 1] = id ?? '';
    },
  };
}
