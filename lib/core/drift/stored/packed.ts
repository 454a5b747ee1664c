/** Numbers in few letters: differences of neighbours, seven bits a byte (LEB128), as Base64. */

const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** @param rising finite numbers, each larger than the one before */
export function packRising(rising: readonly number[]): string {
  const keys = rising.map(keyOf);
  return packed(keys.map((key, i) => key - (keys[i - 1] ?? 0n)));
}

/** Bit for bit what was packed. @throws RangeError for a text that is no such */
export function unpackRising(text: string): number[] {
  const values: number[] = [];
  let key = 0n;
  for (const step of varints(text)) {
    key += step;
    if ((values.length > 0 && step === 0n) || key > ALL) throw new RangeError('the numbers do not rise');
    const value = numberOf(key);
    if (!Number.isFinite(value)) throw new RangeError('a number is not finite');
    values.push(value);
  }
  return values;
}

/** @param counts whole numbers from 0 on */
export const packCounts = (counts: readonly number[]): string => packed(counts.map(BigInt));

/** @throws RangeError for a text that is no such */
export const unpackCounts = (text: string): number[] => varints(text).map(safe);

/** @param sums whole numbers of either sign */
export const packSums = (sums: readonly number[]): string =>
  packed(sums.map((sum) => (sum < 0 ? -2n * BigInt(sum) - 1n : 2n * BigInt(sum))));

/** @throws RangeError for a text that is no such */
export const unpackSums = (text: string): number[] =>
  varints(text).map((value) => safe(value & 1n ? -(value + 1n) / 2n : value / 2n));

/** Whole numbers in the order of the numbers they stand for. */
function keyOf(value: number): bigint {
  // -0 is 0.
  const bits = new BigUint64Array(new Float64Array([value + 0]).buffer)[0] ?? 0n;
  return bits & SIGN ? ~bits & ALL : bits | SIGN;
}

function numberOf(key: bigint): number {
  const bits = key & SIGN ? key ^ SIGN : ~key & ALL;
  return new Float64Array(new BigUint64Array([bits]).buffer)[0] ?? Number.NaN;
}

function safe(value: bigint): number {
  if (value > LARGEST || value < -LARGEST) throw new RangeError('a number is too large');
  return Number(value);
}

function packed(values: readonly bigint[]): string {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
  }
  return Buffer.from(bytes).toString('base64');
}

function varints(text: string): bigint[] {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new RangeError('it is not Base64');
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of Buffer.from(text, 'base64')) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (shift > 70n) throw new RangeError('a number is too long');
    if (byte < 128) {
      values.push(value);
      [value, shift] = [0n, 0n];
    }
  }
  if (shift > 0n) throw new RangeError('it ends within a number');
  return values;
}
