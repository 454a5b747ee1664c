import { expect, it } from 'vitest';
import { unitWords } from '../../../../../lib/core/data/rules/unit-words.ts';
import { UNIT_FACTORS } from '../../../../../lib/core/data/unit-factors.ts';

const unit = (factor: number) => {
  const found = UNIT_FACTORS.find((one) => one.factor === factor);
  if (!found) throw new Error(`no unit of ${factor}`);
  return found;
};

it.each([
  [100, 'worst_area', 'mm2 instead of cm2'],
  [1 / 100, 'mean area', 'cm2 instead of mm2'],
  [100, 'MonthlyCharges', 'cents instead of whole units of the currency'],
  [1 / 100, 'interestRate', 'shares instead of per cent'],
  [1000, 'body weight', 'grams instead of kilograms'],
  [1 / 1000, 'latency_ms', 'seconds instead of milliseconds'],
  [10, 'MonthlyCharges', unit(10).words],
  [100, 'c1', unit(100).words],
])('%d of %s: %s', (factor, column, words) => {
  expect(unitWords(unit(factor), column)).toBe(words);
});
