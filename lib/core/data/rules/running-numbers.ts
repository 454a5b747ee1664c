/** Numbers that go on from file to file: rows that are counted, orders, seconds since a day. Another level of them is no change. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { isIdentifier } from '../findings.ts';
import type { TypedSample } from '../profile/typed-sample.ts';

/** Of the numbers between the smallest and the largest: so many are there at least. */
const DENSE = 1 / 4;
/** Of neighbouring rows: rows that arrived late may stand behind their followers. */
const RISING = 0.99;

/** A column of numbers may hold whole ones only: counts are what is predicted as `number`. */
export const isWhole = ({ edges }: NumberProfile): boolean => edges.every((edge) => Number.isInteger(edge));

/** Whole numbers that are all different and leave few out. */
export function countsRows(profile: NumberProfile): boolean {
  const { count, min = 0, max = 0 } = profile;
  return DENSE * (max - min + 1) <= count && isWhole(profile) && isIdentifier(profile, 'integer');
}

/** Whether whole numbers rise, or stay, from row to row of the file. */
export function risesWithRows({ numbers, rows }: TypedSample, index: number): boolean {
  const values = numbers[index];
  if (!values) return false;
  let [last, pairs, rising] = [Number.NaN, 0, 0];
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    if (!Number.isNaN(last)) {
      pairs += 1;
      if (value >= last) rising += 1;
    }
    last = value;
  }
  return pairs > 0 && rising >= RISING * pairs;
}
