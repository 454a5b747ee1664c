/** The cells of Parquet: values as the text CSV would hold, so that a dataset is the same whatever file it came in. */
import type { ParquetColumn, ParquetKind, ParquetValue } from '../../ports/parquet.ts';

/** Writes a value, and answers behind its text; -1: it is no finite number. The buffer has room. */
export type WriteValue = (value: ParquetValue, bytes: Buffer, at: number) => number;

const DAY_MS = 86_400_000;
const SECONDS_A_DAY = 86_400n;
const LARGEST_FLOAT_DIGITS = 9;

/** Most bytes of a text of this kind; of texts as many as the value has. */
export const roomFor = (kind: ParquetKind, value: ParquetValue): number =>
  value instanceof Uint8Array && kind === 'text' ? value.length : 400;

export function writerOf({ kind, scale }: ParquetColumn): WriteValue {
  if (kind === 'text')
    return (value, bytes, at) => {
      const text = value as Uint8Array;
      bytes.set(text, at);
      return at + text.length;
    };
  const textOf = TEXTS[kind as Exclude<ParquetKind, 'text'>];
  return (value, bytes, at) => {
    const text = textOf(value as never, scale);
    return text === undefined ? -1 : at + bytes.write(text, at, 'latin1');
  };
}

/** Undefined: no finite number. */
type TextOf<T> = (value: T, scale: number) => string | undefined;

const TEXTS: { [kind in Exclude<ParquetKind, 'text'>]: TextOf<never> } = {
  boolean: String,
  integer: String,
  unsigned: (value: number | bigint) => String(typeof value === 'bigint' ? BigInt.asUintN(64, value) : value >>> 0),
  double: (value: number) => (Number.isFinite(value) ? String(value) : undefined),
  float: (value: number) => (Number.isFinite(value) ? shortest(value) : undefined),
  half: (bytes: Uint8Array) => {
    const value = halfOf(bytes);
    return Number.isFinite(value) ? String(value) : undefined;
  },
  decimal: (value: number | bigint | Uint8Array, scale: number) => scaled(wholeOf(value), scale),
  date: dateOf,
  time: (value: number | bigint, scale: number) => clock(BigInt(value), scale),
  timestamp: (value: number | bigint, scale: number) => {
    const [day, rest] = divided(BigInt(value), SECONDS_A_DAY * 10n ** BigInt(scale));
    return `${dateOf(Number(day))}T${clock(rest, scale)}Z`;
  },
  uuid: (bytes: Uint8Array) => {
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  },
};

/** Days beyond what a date can be are left as their number, which no column of times takes. */
function dateOf(days: number): string {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** The shortest decimal that is this number in 32 bits: 0.1, not 0.10000000149011612. */
function shortest(value: number): string {
  for (let digits = 6; digits < LARGEST_FLOAT_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(LARGEST_FLOAT_DIGITS)));
}

/** IEEE 754 in 16 bits, the low byte first. */
function halfOf([low = 0, high = 0]: Uint8Array): number {
  const sign = high & 0x80 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const fraction = (((high & 3) << 8) | low) / 1024;
  if (exponent === 0) return sign * 2 ** -14 * fraction;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction);
}

/** Two's complement, the high byte first. */
function wholeOf(value: number | bigint | Uint8Array): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value);
  let whole = 0n;
  for (const byte of value) whole = (whole << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, whole);
}

function scaled(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Of the day; the fraction only where there is one. */
function clock(value: bigint, scale: number): string {
  const [seconds, fraction] = divided(value, 10n ** BigInt(scale));
  const part = (of: bigint): string => String(of % 60n).padStart(2, '0');
  const time = `${String(seconds / 3600n).padStart(2, '0')}:${part(seconds / 60n)}:${part(seconds)}`;
  return fraction === 0n ? time : `${time}.${String(fraction).padStart(scale, '0').replace(/0+$/, '')}`;
}

/** Quotient and remainder, which is never negative. */
function divided(value: bigint, by: bigint): [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}
