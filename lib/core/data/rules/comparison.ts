/** What the rules look at: a dataset, and the last accepted one under the same contract. */
import type { Finding } from '../../contracts/check.ts';
import type { ColumnProfile, NumberProfile, Profile } from '../../contracts/profile.ts';
import type { ColumnRule, Contract } from '../contract.ts';
import { outcomeOf } from '../profile/derive/outcome.ts';
import type { TypedSample } from '../profile/typed-sample.ts';

export interface ColumnPair<P extends ColumnProfile = ColumnProfile> {
  /** Place in contract order, the target last: also in the row sample. */
  readonly index: number;
  readonly rule: ColumnRule;
  readonly isTarget: boolean;
  readonly now: P;
  readonly before: P;
}

export interface Comparison {
  readonly now: Profile;
  readonly before: Profile;
  readonly contract: Contract;
  /** Rows of `now`. What needs it says nothing without it. */
  readonly sample: TypedSample | undefined;
  /** The target of the sampled rows. */
  readonly outcome: Float64Array | undefined;
  readonly columns: readonly ColumnPair[];
  /** Level of a test of one column: a p-value at or above it is no finding. */
  readonly level: number;
  /** Level of a test that is made once, of the file or of the target. */
  readonly wholeLevel: number;
}

/** A look at one kind of change. It says nothing where there is too little to tell. */
export type Rule = (comparison: Comparison) => Finding[];

/**
 * Clean data has a finding less often than the sum of these, 1 %, by Bonferroni's inequality: over columns and kinds of
 * test, and for each of the three tests of the whole.
 */
const FALSE_ALARMS = { columns: 0.004, whole: 0.002 };
/** Tests of one column, all rules together. */
const TESTS_A_COLUMN = 12;

export function comparison(now: Profile, before: Profile, contract: Contract, sample?: TypedSample): Comparison {
  const { rules, target } = contract;
  const earlier = new Map(before.columns.map((column) => [column.name, column]));
  const columns = rules.flatMap((rule, index): ColumnPair[] => {
    const [is, was] = [now.columns[index], earlier.get(rule.name)];
    return is && was?.kind === is.kind ? [{ index, rule, isTarget: false, now: is, before: was }] : [];
  });
  if (now.target && before.target?.kind === now.target.kind)
    columns.push({ index: rules.length, rule: target, isTarget: true, now: now.target, before: before.target });
  return {
    now,
    before,
    contract,
    sample,
    outcome: sample && outcomeOf(sample, contract),
    columns,
    level: FALSE_ALARMS.columns / (TESTS_A_COLUMN * Math.max(1, columns.length)),
    wholeLevel: FALSE_ALARMS.whole,
  };
}

/**
 * Pairs of numbers whose values may be judged. Columns whose `min` and `max` are both declared are left out: their range
 * says what is right. So are timestamps, which move by nature.
 */
export function numberPairs({ columns }: Comparison): ColumnPair<NumberProfile>[] {
  return columns.flatMap((pair) => {
    const { rule, now, before } = pair;
    const judged = rule.type !== 'timestamp' && (rule.min === undefined || rule.max === undefined);
    return judged && now.kind === 'number' && before.kind === 'number' ? [{ ...pair, now, before }] : [];
  });
}

/** Physical lines of the first three sampled rows that fit. */
export function exampleLines(
  { lines, rows }: TypedSample,
  fits: (row: number) => boolean,
): Pick<Finding, 'lines'> | Record<string, never> {
  const found: number[] = [];
  for (let row = 0; row < rows && found.length < 3; row++) if (fits(row)) found.push(lines[row] ?? 1);
  return found.length > 0 ? { lines: found } : {};
}
