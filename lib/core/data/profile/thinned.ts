import type { TypedSample } from './typed-sample.ts';

/** Every n-th row of a sample, so that at most about `most` are left: for looks that cost much a row. */
export function thinned(sample: TypedSample, most: number): TypedSample {
  const step = stepOf(sample, most);
  if (step === 1) return sample;
  return {
    ...sample,
    rows: Math.floor(sample.rows / step),
    every: sample.every * step,
    lines: everyNth(sample.lines, step),
    numbers: sample.numbers.map((values) => values && everyNth(values, step)),
    levels: sample.levels.map((codes) => codes && everyNth(codes, step)),
  };
}

/** Of how many rows one is left, at least. */
export const stepOf = ({ rows }: Pick<TypedSample, 'rows'>, most: number): number =>
  Math.max(1, Math.ceil(rows / most));

/** A copy of the first value of each `step` of them. */
function everyNth<T extends Float64Array | Int32Array>(values: T, step: number): T {
  const some = values.slice(0, Math.floor(values.length / step)) as T;
  if (step > 1) take(values, step, some);
  return some;
}

function take(values: Float64Array | Int32Array, step: number, some: Float64Array | Int32Array): void {
  for (let i = 0; i < some.length; i++) some[i] = values[i * step] ?? 0;
}
