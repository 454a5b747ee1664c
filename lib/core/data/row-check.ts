/** Checks one row against the contract, and brings it into contract order. */

import { acrossCells } from './across-cells.ts';
import type { TextRow } from './cell-text.ts';
import { causeOf, isMissing, parseBoolean, parseInteger, parseNumber, parseTimestamp } from './cells.ts';
import type { ColumnRule, Contract } from './contract.ts';
import { standsForMissing } from './disguised.ts';
import type { Layout } from './header.ts';
import type { RejectReason, RowFaultAt } from './rejections.ts';

/**
 * A row that keeps the contract. Cells are canonical: numbers, times and booleans without white space around them but
 * otherwise as they were written; categories and texts as they are; what is missing is empty.
 */
export interface CheckedRow {
  cells: string[];
  /** Numbers and times (epoch seconds) of the features; NaN where missing or not numeric. Valid until the next row. */
  values: Float64Array;
  target: string;
  targetValue: number;
  id: string | undefined;
}

export type RowCheck = (row: TextRow) => { kept: CheckedRow } | { faults: RowFaultAt[] };

export function rowCheck(contract: Contract, layout: Layout): RowCheck {
  const { rules, target } = contract;
  const across = acrossCells(contract);
  const values = new Float64Array(rules.length);
  // Labels are texts, whatever type they look like.
  const labelRule: ColumnRule = target.values ? { ...target, type: 'category' } : target;
  const positions = layout.features.map(({ position }) => position);
  return (row) => {
    if (row.fault) return { faults: [{ reason: row.fault }] };
    const faults: RowFaultAt[] = [];
    const cells = new Array<string>(rules.length);
    let index = 0;
    for (const rule of rules) {
      const cell = canonical(rule, row.cells[positions[index] ?? -1] ?? '');
      const value = judge(rule, cell);
      if (typeof value === 'number') values[index] = value;
      else faults.push(faultAt(rule, value, cell));
      cells[index] = cell;
      index += 1;
    }

    const written = (row.cells[layout.target] ?? '').trim();
    const label = target.nulls?.has(written) ? '' : written;
    const targetValue = label === '' ? 'empty-target' : judge(labelRule, label);
    if (typeof targetValue === 'string')
      faults.push(faultAt(target, targetValue === 'not-an-allowed-value' ? 'unknown-label' : targetValue, label));
    const id = layout.id === undefined ? undefined : (row.cells[layout.id] ?? '').trim();
    if (id === '') faults.push({ reason: 'empty-id' });
    if (faults.length > 0 || typeof targetValue === 'string') return { faults };
    const kept = { cells, values, target: label, targetValue, id };
    const broken = across(kept);
    return broken.length > 0 ? { faults: broken } : { kept };
  };
}

function canonical({ type, nulls }: ColumnRule, cell: string): string {
  if (nulls?.has(cell.trim())) return '';
  return type === 'category' || type === 'text' ? (isMissing(cell) ? '' : cell) : cell.trim();
}

/** The number of a cell (NaN when it has none), or what is wrong with it. */
function judge(rule: ColumnRule, cell: string): number | RejectReason {
  if (cell === '') return rule.required ? 'empty-required' : Number.NaN;
  switch (rule.type) {
    case 'integer':
      return within(rule, parseInteger(cell)) ?? (parseNumber(cell) === undefined ? 'not-a-number' : 'not-an-integer');
    case 'number':
      return within(rule, parseNumber(cell)) ?? 'not-a-number';
    case 'timestamp':
      return parseTimestamp(cell) ?? 'not-a-timestamp';
    case 'boolean':
      return parseBoolean(cell) === undefined ? 'not-a-boolean' : Number.NaN;
    case 'category':
    case 'text':
      return rule.values && !rule.values.has(cell) ? 'not-an-allowed-value' : Number.NaN;
  }
}

/** What a word for "nothing" is mostly rejected for. */
const PARSED: ReadonlySet<RejectReason> = new Set<RejectReason>([
  ...(['not-a-number', 'not-an-integer', 'not-a-boolean', 'not-a-timestamp', 'not-an-allowed-value'] as const),
]);

function within({ min, max }: ColumnRule, value: number | undefined): number | RejectReason | undefined {
  if (value === undefined) return undefined;
  if (min !== undefined && value < min) return 'below-min';
  return max !== undefined && value > max ? 'above-max' : value;
}

function faultAt({ name }: ColumnRule, reason: RejectReason, cell: string): RowFaultAt {
  if (PARSED.has(reason) && standsForMissing(cell.trim())) return { reason, column: name, word: cell.trim() };
  const cause = reason === 'not-a-number' || reason === 'not-an-integer' ? causeOf(cell.slice(0, 64)) : undefined;
  return { reason, column: name, ...(cause === undefined ? {} : { cause }) };
}
