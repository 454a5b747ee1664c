/** What the check must say of a row, by another way: cell by cell on texts. */
import type { TextRow } from '../../../../lib/core/data/cell-text.ts';
import {
  causeOf,
  isMissing,
  parseBoolean,
  parseInteger,
  parseNumber,
  parseTimestamp,
} from '../../../../lib/core/data/cells.ts';
import type { ColumnRule } from '../../../../lib/core/data/contract.ts';
import { standsForMissing } from '../../../../lib/core/data/disguised.ts';
import type { RejectReason, RowFaultAt } from '../../../../lib/core/data/rejections.ts';

export type Judged = { faults: RowFaultAt[] } | { kept: (number | string | null)[]; id: string | undefined };

/** Values of the features, then of the target: numbers, canonical texts, null where missing. */
export function judgeRow(
  row: TextRow,
  rules: readonly ColumnRule[],
  target: ColumnRule,
  places: { features: readonly { position: number }[]; target: number; id?: number | undefined },
  idNulls: ReadonlySet<string> = new Set(),
): Judged {
  if (row.fault) return { faults: [{ reason: row.fault }] };
  const faults: RowFaultAt[] = [];
  const kept: (number | string | null)[] = [];
  const judge = (rule: ColumnRule, written: string, missing: RejectReason | undefined, isLabel: boolean) => {
    const cell = isLabel || (rule.type !== 'category' && rule.type !== 'text') ? written.trim() : written;
    if (isMissing(cell) || rule.nulls?.has(cell.trim())) {
      kept.push(null);
      if (missing) faults.push({ reason: missing, column: rule.name, ...shown(written) });
      return;
    }
    const value = readAs(rule, cell, isLabel);
    if (typeof value === 'object') faults.push({ ...fault(rule.name, value.reason, cell.trim()), ...shown(written) });
    else kept.push(value);
  };
  for (const [index, rule] of rules.entries())
    judge(
      rule,
      row.cells[places.features[index]?.position ?? -1] ?? '',
      rule.required ? 'empty-required' : undefined,
      false,
    );
  judge(target, row.cells[places.target] ?? '', 'empty-target', target.values !== undefined);
  const id = places.id === undefined ? undefined : (row.cells[places.id] ?? '').trim();
  if (id === '' || (id !== undefined && idNulls.has(id))) faults.push({ reason: 'empty-id' });
  return faults.length > 0 ? { faults } : { kept, id };
}

/** What the list of rejected rows shows of a cell. */
function shown(cell: string): { value?: string } {
  if (cell === '') return {};
  return { value: cell.length > 80 ? `${cell.slice(0, 77)}...` : cell };
}

function readAs(rule: ColumnRule, cell: string, isLabel: boolean): number | string | { reason: RejectReason } {
  if (isLabel) return rule.values?.has(cell) ? cell : { reason: 'unknown-label' };
  switch (rule.type) {
    case 'integer':
      return (
        within(rule, parseInteger(cell)) ?? {
          reason: parseNumber(cell) === undefined ? 'not-a-number' : 'not-an-integer',
        }
      );
    case 'number':
      return within(rule, parseNumber(cell)) ?? { reason: 'not-a-number' };
    case 'timestamp':
      return parseTimestamp(cell) ?? { reason: 'not-a-timestamp' };
    case 'boolean':
      return parseBoolean(cell)?.toString() ?? { reason: 'not-a-boolean' };
    default:
      return rule.values && !rule.values.has(cell) ? { reason: 'not-an-allowed-value' } : cell;
  }
}

function within({ min, max }: ColumnRule, value: number | undefined): number | { reason: RejectReason } | undefined {
  if (value === undefined) return undefined;
  if (min !== undefined && value < min) return { reason: 'below-min' };
  return max !== undefined && value > max ? { reason: 'above-max' } : value;
}

function fault(column: string, reason: RejectReason, cell: string): RowFaultAt {
  const parsed = ['not-a-number', 'not-an-integer', 'not-a-boolean', 'not-a-timestamp', 'not-an-allowed-value'];
  if (parsed.includes(reason) && standsForMissing(cell)) return { reason, column, word: cell };
  const cause = reason === 'not-a-number' || reason === 'not-an-integer' ? causeOf(cell.slice(0, 64)) : undefined;
  return { reason, column, ...(cause === undefined ? {} : { cause }) };
}
