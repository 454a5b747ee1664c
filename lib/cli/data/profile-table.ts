/** A profile as a table: one line a column. */
import { type ColumnProfile, isMostlyDistinct } from '../../core/contracts/profile.ts';
import type { ColumnType } from '../../core/contracts/schema.ts';
import { isIdentifier } from '../../core/data/findings.ts';
import { written } from '../../core/reports/words.ts';
import type { Column } from '../output/table.ts';
import { number, percent } from '../output/text.ts';
import { sparkHistogram } from './spark.ts';

export const PROFILE_COLUMNS: readonly Column[] = [
  { title: 'column' },
  { title: 'type' },
  { title: 'nulls', align: 'right' },
  { title: 'distinct', align: 'right' },
  { title: 'min', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'max', align: 'right' },
  { title: 'shape, or largest levels' },
];

const LEVELS_SHOWN = 3;
const LEVEL_LETTERS = 20;

export function profileRow(column: ColumnProfile, type: ColumnType): string[] {
  const { name, count, nulls } = column;
  const share = nulls === 0 ? '-' : percent(nulls / (count + nulls));
  const facts = [name.slice(0, 40), type, share, distinctOf(column)];
  if (column.kind === 'category') return [...facts, '', '', '', levelsOf(column)];
  if (count === 0) return [...facts, '', '', '', 'no value'];
  if (isIdentifier(column, type)) return [...facts, '', '', '', 'nearly every value is different: not shown'];
  const value = (each: number | undefined): string => written(each, type);
  return [...facts, value(column.min), value(column.median), value(column.max), sparkHistogram(column)];
}

function distinctOf(column: ColumnProfile): string {
  if (column.kind === 'number') {
    if (column.distinctAtLeast !== undefined) return `>= ${number(column.distinctAtLeast)}`;
    return column.distinct === undefined ? 'many' : number(column.distinct);
  }
  const { levels, other } = column;
  return `${other.unlisted === undefined ? '' : '>= '}${number(levels.length + other.levels)}`;
}

function levelsOf(column: Extract<ColumnProfile, { kind: 'category' }>): string {
  const { count, levels } = column;
  if (count === 0) return 'no value';
  if (isMostlyDistinct(column)) return 'nearly every value is different: not shown';
  const shown = levels
    .slice(0, LEVELS_SHOWN)
    .map((level) => `${level.value.slice(0, LEVEL_LETTERS)} ${percent(level.count / count)}`);
  return `${shown.join(', ')}${levels.length > LEVELS_SHOWN ? ', ...' : ''}`;
}
