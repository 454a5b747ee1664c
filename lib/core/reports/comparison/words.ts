/** A change of a column in the user's units: what it was, and what it is. */
import type { Change, ComparedColumn, DriftComparison } from '../../drift/compare/document.ts';
import { LEAST_ROWS } from '../../drift/decision.ts';
import { clipped } from '../html.ts';
import type { Page } from '../page.ts';
import { counted, integer, shareOf, written } from '../words.ts';

export function comparisonVerdict({ outcome, columns, before, now }: DriftComparison): Page['verdict'] {
  const changed = columns.filter(({ state }) => state === 'changed').length;
  switch (outcome) {
    case 'drift':
      return {
        tone: 'bad',
        word: 'Drift:',
        rest: `${integer(changed)} of ${counted(columns.length, 'column')} changed`,
      };
    case 'no-drift':
      return { tone: 'ok', word: 'No drift', rest: `in ${counted(columns.length, 'column')}` };
    case 'not-enough-data':
      return {
        tone: 'none',
        word: 'Not enough data:',
        rest: `${counted(before.rows, 'row')} before and ${integer(now.rows)} now, at least ${LEAST_ROWS} each are needed`,
      };
  }
}

const WHAT: Readonly<Record<Change['what'], string>> = {
  values: 'values',
  place: 'values',
  levels: 'shares of levels',
  missing: 'empty cells',
  range: 'out of range',
  'new-levels': 'new levels',
  type: 'type',
  gone: 'column is gone',
};

export const whatChanged = ({ what }: Change): string => WHAT[what];

export interface BeforeAndNow {
  readonly before: string;
  readonly now: string;
}

/** In numbers that a person knows: medians, shares of rows, ranges. */
export function changeInWords(column: ComparedColumn, { what, effect }: Change): BeforeAndNow {
  if (what === 'missing') {
    if (column.kind === 'unlike') return { before: column.before, now: column.now };
    return { before: shareOf(missingShare(column.before)), now: shareOf(missingShare(column.now)) };
  }
  if (what === 'new-levels') return { before: '0 %', now: shareOf(effect) };
  if (column.kind === 'number') {
    const value = (side: 'before' | 'now', key: 'median' | 'min' | 'max'): string =>
      written(column[side][key], column.type, spanOf(column));
    const range = (side: 'before' | 'now'): string => `${value(side, 'min')} to ${value(side, 'max')}`;
    if (what === 'range') return { before: range('before'), now: `${shareOf(effect)} beyond, ${range('now')}` };
    return { before: `median ${value('before', 'median')}`, now: `median ${value('now', 'median')}` };
  }
  if (column.kind === 'category') return mostMoved(column);
  const unlike = what === 'type' && effect < 1 ? `, ${shareOf(effect)} unlike` : '';
  return { before: column.before, now: `${column.now}${unlike}` };
}

export const missingShare = ({ count, nulls, unlike }: { count: number; nulls: number; unlike: number }): number =>
  count + nulls + unlike === 0 ? 0 : (nulls + unlike) / (count + nulls + unlike);

export const spanOf = ({ before, now }: Extract<ComparedColumn, { kind: 'number' }>): number =>
  Math.max(before.max ?? 0, now.max ?? 0) - Math.min(before.min ?? 0, now.min ?? 0);

const LETTERS = 24;

/** The level whose share moved most; none where values are names or free texts. */
function mostMoved({ plot, before, now }: Extract<ComparedColumn, { kind: 'category' }>): BeforeAndNow {
  const [first, ...rest] = plot?.levels ?? [];
  if (!first) return { before: counted(before.levels, 'level'), now: counted(now.levels, 'level') };
  const by = (level: { before: number; after: number }): number => Math.abs(level.after - level.before);
  const most = rest.reduce((a, b) => (by(b) > by(a) ? b : a), first);
  const name = clipped(most.value, LETTERS);
  return { before: `${name} ${shareOf(most.before)}`, now: `${name} ${shareOf(most.after)}` };
}
