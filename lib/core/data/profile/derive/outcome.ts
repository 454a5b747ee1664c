/** The target of the sampled rows as a number a row. */
import type { Contract } from '../../contract.ts';
import type { TypedSample } from '../typed-sample.ts';

/** Regression: the value. Labels: 1 for the positive one, 0 for the other. NaN where neither is known. */
export function outcomeOf(sample: TypedSample, { rules, schema }: Contract): Float64Array | undefined {
  const at = rules.length;
  const positive = schema.target.labels?.[1];
  if (positive === undefined) return sample.numbers[at];
  const levels = sample.levels[at];
  if (!levels) return undefined;
  const code = sample.texts[at]?.indexOf(positive) ?? -1;
  return Float64Array.from(levels, (level) => (level < 0 ? Number.NaN : level === code ? 1 : 0));
}
