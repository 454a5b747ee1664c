/** A column that holds one value, or nothing, where it held many: its source is stuck, or gone. */
import type { Finding } from '../../contracts/check.ts';
import type { ColumnProfile } from '../../contracts/profile.ts';
import { quartilesOf } from '../profile/quartiles.ts';
import type { Rule } from './comparison.ts';
import { MEND_OR_DECLARE, percent, short, summary } from './words.ts';

/** A flag that is set in a quarter of the rows is all zero in 50 rows less than once in a million. */
const LEAST_ROWS = 50;
/** Codes (a year, a month, a flag) are constant in a file of one year or month: only columns of more values than days of a month get stuck. */
const MOST_CODES = 31;
/** More frequent a value before, and a constant column may be chance. */
const MOST_FREQUENT = 0.5;

export const stuck: Rule = ({ columns }) =>
  columns.flatMap(({ now, before, rule }) => {
    if (now.count === 0) return isGone(now, before) ? [gone(now.name, before)] : [];
    if (now.count < LEAST_ROWS) return [];
    const was = now.kind === 'number' && before.kind === 'number' ? variety(before) : levels(before);
    const declared = rule.min !== undefined && rule.max !== undefined;
    if (!isConstant(now) || was === undefined || declared) return [];
    return [
      finding(now.name, was, now.kind === 'number' ? `one value only, ${short(now.min ?? 0)}` : 'one level only'),
    ];
  });

const isConstant = (now: ColumnProfile): boolean =>
  now.kind === 'number' ? now.min === now.max : now.levels.length === 1 && now.other.levels === 0;

const isGone = (now: ColumnProfile, before: ColumnProfile): boolean =>
  now.nulls >= LEAST_ROWS && before.nulls < before.count;

function variety(before: ColumnProfile): string | undefined {
  if (before.kind !== 'number' || before.edges.length <= MOST_CODES) return undefined;
  const quartiles = quartilesOf(before);
  return quartiles && !quartiles.offMode ? summary(quartiles) : undefined;
}

function levels(before: ColumnProfile): string | undefined {
  if (before.kind !== 'category') return undefined;
  const count = before.levels.length + before.other.levels;
  const most = (before.levels[0]?.count ?? 0) / before.count;
  return count > MOST_CODES && most < MOST_FREQUENT ? `${count} levels` : undefined;
}

const finding = (column: string, expected: string, seen: string): Finding => ({
  column,
  rule: 'stuck-column',
  expected,
  seen,
  cause: 'is the source stuck?',
  mend: MEND_OR_DECLARE,
});

const gone = (column: string, { count, nulls }: ColumnProfile): Finding => ({
  column,
  rule: 'empty-column',
  expected: `values in ${percent(count / (count + nulls))} of the rows`,
  seen: 'none: every cell is empty',
  cause: 'is the source gone?',
  mend: 'mend the export; to train without the column, name it in data.ignore and apply',
});
