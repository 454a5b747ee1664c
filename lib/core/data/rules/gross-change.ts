/**
 * A numeric column whose unit changed in all rows, or whose spread or level no longer has the same order of magnitude.
 * It looks at quartiles, which a few odd rows cannot move, and does not judge ordinary change.
 */
import type { Finding } from '../../contracts/check.ts';
import type { NumberProfile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { type Quartile, type Quartiles, quartilesOf, surelyDiffer } from '../profile/quartiles.ts';
import { CELSIUS, FAHRENHEIT, UNIT_FACTORS, type UnitFactor } from '../unit-factors.ts';
import { numberPairs, type Rule } from './comparison.ts';
import { sharesBelow } from './number-distance.ts';
import { countsRows, isWhole, risesWithRows } from './running-numbers.ts';
import { unitWords } from './unit-words.ts';
import { MEND_OR_DECLARE, short, summary } from './words.ts';

/** Fewer values tell nothing about a distribution. */
const LEAST_VALUES = 30;
/** The stated bounds: a spread that changed by more than this factor, a median that moved by more than this many spreads. */
const SPREAD_FACTOR = 10;
const SPREADS_MOVED = 5;
/**
 * A column that also became so much wider may have moved by as many spreads of before, when at most this share of its
 * values is still where values were. Seasons move as far, but keep their width.
 */
const WIDER = 3;
const OVERLAP = 0.1;

export const grossChange: Rule = (comparison) =>
  numberPairs(comparison).flatMap(({ now, before, rule, index }) => {
    if (countsRows(now) && countsRows(before)) return [];
    const found = compareColumns(now, before, rule.type);
    if (!found) return [];
    const { sample } = comparison;
    return found.rule === 'distribution-changed' && sample && risesWithRows(sample, index) ? [] : [found];
  });

/** What is remarkable about one column, or undefined. */
function compareColumns(now: NumberProfile, before: NumberProfile, type: ColumnType = 'number'): Finding | undefined {
  if (before.count < LEAST_VALUES || now.count < LEAST_VALUES) return undefined;
  const [is, was] = [quartilesOf(now), quartilesOf(before)];
  if (!is || !was || is.offMode !== was.offMode || !differs(is, was)) return undefined;
  const unit = unitChange(is, was, now.count, before.count, type === 'integer' || (isWhole(now) && isWhole(before)));
  if (unit)
    return {
      column: now.name,
      rule: 'unit-change',
      expected: summary(was),
      seen: `${summary(is)}: ${unit.seen ?? `about ${times(unit.factor)}`}`,
      cause: `${unitWords(unit, now.name)}?`,
      mend: 'convert the column; if the change is right, declare its min and max in data.columns and apply',
    };
  const spread = is.spread / was.spread;
  const moved = Math.abs(is.median.value - was.median.value);
  const far =
    moved > SPREADS_MOVED * Math.max(is.spread, was.spread) ||
    (moved > SPREADS_MOVED * was.spread && spread >= WIDER && overlap(now, before) <= OVERLAP);
  if (spread <= SPREAD_FACTOR && spread >= 1 / SPREAD_FACTOR && !far) return undefined;
  return {
    column: now.name,
    rule: 'distribution-changed',
    expected: summary(was),
    seen: summary(is),
    mend: MEND_OR_DECLARE,
  };
}

/** Share of the values that lie between the smallest and the largest of before, at most. */
function overlap(now: NumberProfile, { min = -Infinity, max = Infinity }: NumberProfile): number {
  const below = sharesBelow(now);
  return below(max).most - below(min).least;
}

/** Chance alone may make a small or a long-tailed sample look scaled: what two halves of one data set could show is no change. */
const differs = (is: Quartiles, was: Quartiles): boolean =>
  surelyDiffer(is.low, was.low) || surelyDiffer(is.median, was.median) || surelyDiffer(is.high, was.high);

/** How far quartiles and spread may be from the exact multiple, as a share of it. Quartiles are given a part of the spread too. */
interface Tolerance {
  share: number;
  inSpreads: number;
}

/** Standard error of log(spread) between two samples, as it is for interquartile ranges of normal samples. */
const spreadError = (n: number, m: number): number => 1.2 * Math.sqrt(1 / n + 1 / m);

/** A power of ten is no natural change: within a quarter, beside what chance does. */
const decimalTolerance = (n: number, m: number): Tolerance => ({
  share: 0.25 + 2 * spreadError(n, m),
  inSpreads: 0.25,
});

/**
 * Factors like 1.6 are also what growth looks like, so the whole distribution must fit closely: within 3 to 5 %. A real
 * change of unit in a small sample may be missed for it.
 */
function customaryTolerance(n: number, m: number): Tolerance {
  const share = Math.min(0.05, Math.max(0.03, 2 * spreadError(n, m)));
  return { share, inSpreads: share };
}

/** Where whole numbers stay whole numbers, nobody multiplied them by 2.54. */
const isPossible = ({ factor, decimal }: UnitFactor, whole: boolean): boolean =>
  decimal || !whole || Number.isInteger(factor) || Number.isInteger(1 / factor);

/** Whether `is` is `was` after `value * factor + offset`, all three quartiles and the spread. */
function isScaled(is: Quartiles, was: Quartiles, factor: number, tolerance: Tolerance, offset = 0): boolean {
  const { share, inSpreads } = tolerance;
  const fits = ({ value }: Quartile, before: Quartile) => {
    const expected = before.value * factor + offset;
    return Math.abs(value - expected) <= inSpreads * is.spread + share * Math.abs(expected);
  };
  return (
    Math.abs(Math.log(is.spread / was.spread / factor)) <= share &&
    fits(is.low, was.low) &&
    fits(is.median, was.median) &&
    fits(is.high, was.high)
  );
}

/**
 * The change of unit that turned `was` into `is`, if it looks like one. Around zero, miles in kilometres look like values
 * that merely spread more, which is ordinary: so a factor that is no power of ten must have moved the median too.
 */
function unitChange(is: Quartiles, was: Quartiles, n: number, m: number, whole: boolean): UnitFactor | undefined {
  const [decimal, customary] = [decimalTolerance(n, m), customaryTolerance(n, m)];
  const moved = surelyDiffer(is.median, was.median);
  const factor = UNIT_FACTORS.find(
    (unit) =>
      isPossible(unit, whole) &&
      (unit.decimal ? isScaled(is, was, unit.factor, decimal) : moved && isScaled(is, was, unit.factor, customary)),
  );
  if (factor || !moved) return factor;
  // The one common change of unit that also moves the zero.
  if (isCelsius(was) && isScaled(is, was, 1.8, customary, 32)) return FAHRENHEIT;
  return isCelsius(is) && isScaled(is, was, 1 / 1.8, customary, -32 / 1.8) ? CELSIUS : undefined;
}

/** Whether the quartiles could be temperatures of places or of people. */
const isCelsius = ({ low, high }: Quartiles): boolean =>
  low.value > -40 && high.value < 60 && high.value - low.value < 40;

const times = (factor: number): string =>
  factor > 1 ? `${short(factor)} times larger` : `${short(1 / factor)} times smaller`;
