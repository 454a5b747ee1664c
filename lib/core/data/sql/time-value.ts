/**
 * A time in SQL, put together from its parts: `from_iso8601_timestamp` drops what is below a millisecond, and a zone
 * beyond 14 hours ends a query even within TRY.
 */
import { double, text } from './words.ts';

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const HOUR = '([01][0-9]|2[0-3])';
const MINUTE = '[0-5][0-9]';
const FORM = `^${DATE}([T ]${HOUR}:${MINUTE}(:${MINUTE}([.][0-9]{1,9})?)?(Z|[+-]${HOUR}:${MINUTE})?)?$`;

/** Epoch seconds of `parseTimestamp` in `cells.ts`, NULL for what is no time. @param word an expression, trimmed */
export function timeOf(word: string): string {
  const part = (from: number, length?: number): string =>
    `substr(${word}, ${from}${length === undefined ? '' : `, ${length}`})`;
  const seconds = (value: string, each: number): string =>
    `coalesce(TRY_CAST(${value} AS DOUBLE), 0E0) * ${double(each)}`;
  const date = `TRY_CAST(${part(1, 10)} AS DATE)`;
  // Its sign goes before its hours and before its minutes.
  const zone = `CASE WHEN ${part(-6, 1)} IN ('+', '-') AND ${part(-3, 1)} = ':' THEN ${seconds(part(-6, 3), 3600)} + ${seconds(`${part(-6, 1)} || ${part(-2)}`, 60)} ELSE 0E0 END`;
  return [
    `CASE WHEN regexp_like(${word}, ${text(FORM)}) AND ${date} >= DATE '0001-01-01'`,
    `THEN date_diff('day', DATE '1970-01-01', ${date}) * ${double(86_400)}`,
    `+ ${seconds(part(12, 2), 3600)} + ${seconds(part(15, 2), 60)} - ${zone}`,
    `+ ${seconds(`regexp_extract(${word}, '^.{16}:([0-9.]+)', 1)`, 1)} END`,
  ].join(' ');
}
