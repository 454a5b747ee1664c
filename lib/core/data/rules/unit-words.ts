/** What a change of unit probably was, as far as the name of the column tells: areas change by square units, prices by cents. */
import type { UnitFactor } from '../unit-factors.ts';

const LENGTH = /length|radius|perimeter|height|width|depth|diameter|distance/i;
const AREA = /area|surface/i;
const MONEY = /price|charge|amount|cost|fee|balance|income|salary|revenue|payment|spend/i;
const SHARE = /share|rate|ratio|percent|pct|proportion|fraction/i;
const TIME = /time|duration|latency|seconds|elapsed/i;
const WEIGHT = /weight|mass/i;

/** By factor: names, and what it is called upwards and downwards. The first that fits counts. */
const HINTS: readonly (readonly [factor: number, names: RegExp, larger: string, smaller: string])[] = [
  [100, AREA, 'mm2 instead of cm2', 'cm2 instead of mm2'],
  [100, MONEY, 'cents instead of whole units of the currency', 'whole units of the currency instead of cents'],
  [100, SHARE, 'per cent instead of shares', 'shares instead of per cent'],
  [100, LENGTH, 'centimetres instead of metres', 'metres instead of centimetres'],
  [1000, TIME, 'milliseconds instead of seconds', 'seconds instead of milliseconds'],
  [1000, WEIGHT, 'grams instead of kilograms', 'kilograms instead of grams'],
  [1000, LENGTH, 'millimetres instead of metres', 'metres instead of millimetres'],
];

export function unitWords({ factor, words }: UnitFactor, column: string): string {
  const hint = HINTS.find(([of, names]) => (of === factor || 1 / of === factor) && names.test(column));
  if (!hint) return words;
  const [, , larger, smaller] = hint;
  return factor > 1 ? larger : smaller;
}
