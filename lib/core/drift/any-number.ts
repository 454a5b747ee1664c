import { type NumberRule, nullNumbersOf } from '../data/columns/numbers.ts';

/** What the check takes for a number; live traffic keeps no range. @param nulls words for a missing value */
export const anyNumber = (nulls: readonly string[]): NumberRule => ({
  whole: false,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  missing: undefined,
  nullNumbers: nullNumbersOf(nulls),
});
