/**
 * What a cell means, in SQL over columns of text: the rules of `cells.ts`. `TRY_CAST` alone would take `NaN`, `Infinity`,
 * `0x1p3` and `1d` for numbers.
 */
import type { SchemaColumn } from '../../contracts/schema.ts';
import { FALSE_WORDS, LARGEST_NUMBER, TRUE_WORDS } from '../cells.ts';
import { timeOf } from './time-value.ts';
import { double, text, texts, trimmed } from './words.ts';

const NUMBER = '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$';
const WHOLE = '^[+-]?[0-9]+$';

/** The cell as it is, NULL where it is missing. @param cell an expression */
export const presentCell = (cell: string, { nulls = [] }: SchemaColumn): string =>
  `CASE WHEN ${trimmed(cell)} NOT IN (${texts(['', ...nulls])}) THEN ${cell} END`;

/** A number (of a timestamp: epoch seconds) or a level; NULL where the cell is missing or breaks its type. @param cell one that is present */
export function typedValue(cell: string, { type, values }: SchemaColumn): string {
  const word = trimmed(cell);
  switch (type) {
    case 'number':
      return numberOf(word, NUMBER, LARGEST_NUMBER);
    case 'integer':
      return numberOf(word, WHOLE, Number.MAX_SAFE_INTEGER);
    case 'timestamp':
      return timeOf(word);
    case 'boolean':
      return `CASE WHEN lower(${word}) IN (${texts(TRUE_WORDS)}) THEN 'true' WHEN lower(${word}) IN (${texts(FALSE_WORDS)}) THEN 'false' END`;
    default:
      return values ? `CASE WHEN ${cell} IN (${texts(values)}) THEN ${cell} END` : cell;
  }
}

/** Adding 0 makes -0 plain 0. */
function numberOf(word: string, form: string, largest: number): string {
  const value = `TRY_CAST(${word} AS DOUBLE)`;
  return `CASE WHEN regexp_like(${word}, ${text(form)}) AND abs(${value}) <= ${double(largest)} THEN ${value} + ${double(0)} END`;
}
