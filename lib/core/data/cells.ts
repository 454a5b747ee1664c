/**
 * What the text of a cell means, type by type. The same words are understood by the default runtime
 * (lib/runtimes/tabular/encoding.py): what is accepted here can be trained on and served.
 */

/** The runtime keeps float32: larger numbers would become infinite. */
export const LARGEST_NUMBER = 3.4028234663852886e38;
/** Character codes from here on are letters. */
const LETTERS = 0x40;
const EXPONENT = /^\de/i;
const WHOLE = /^[+-]?\d+$/;

/** A cell of white space only is missing. */
export const isMissing = (text: string): boolean => text === '' || text.trim() === '';

/** A finite decimal number; undefined for anything else. @param text trimmed */
export function parseNumber(text: string): number | undefined {
  const value = Number(text);
  // Number() also reads nothing as 0, and 0x10, 0o7 and 0b1; it is several times faster than a regular expression.
  if (!(Math.abs(value) <= LARGEST_NUMBER) || text === '') return undefined;
  return text.charCodeAt(1) > LETTERS && !EXPONENT.test(text) ? undefined : value;
}

/** A whole number that a double holds exactly. @param text trimmed */
export function parseInteger(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

export const TRUE_WORDS: readonly string[] = ['true', 'yes', 'y', 't', '1'];
export const FALSE_WORDS: readonly string[] = ['false', 'no', 'n', 'f', '0'];
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...TRUE_WORDS.map((word) => [word, true] as const),
  ...FALSE_WORDS.map((word) => [word, false] as const),
]);

/** true/false, yes/no, y/n, t/f, 1/0 in any case. @param text trimmed */
export const parseBoolean = (text: string): boolean | undefined =>
  text.length > 5 ? undefined : WORDS.get(text.toLowerCase());

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Epoch seconds of an ISO 8601 date or time; UTC when it names no zone. @param text trimmed */
export function parseTimestamp(text: string): number | undefined {
  const parts = TIMESTAMP.exec(text);
  if (!parts) return undefined;
  const part = (index: number) => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = offsetSeconds(parts[8]);
  if (offset === undefined) return undefined;
  return withFraction(date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset, parts[7] ?? '');
}

/** In whole parts of a second as long as they are exact: just before 1970 a sum of seconds and fraction loses digits. */
function withFraction(seconds: number, digits: string): number {
  const parts = 10 ** digits.length;
  const whole = seconds * parts + Number(digits);
  return Number.isSafeInteger(whole) ? whole / parts : seconds + Number(digits) / parts;
}

function offsetSeconds(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Why a cell that should be a number is none, when its look tells. */
export function causeOf(text: string): string | undefined {
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return 'separators of thousands: leave them out';
  if (/^[+-]?\d+,\d+$/.test(text)) return 'a decimal comma: write a point';
  if (/^[$€£¥]?\s?[+-]?\d[\d.,]*\s?([a-zA-Z$€£¥%°]+)?$/.test(text)) return 'a unit or a sign in the cell: leave it out';
  return undefined;
}
