import type { TypedSample } from './typed-sample.ts';

/** Every n-th row of a sample, so that at most about `most` are left: for looks that cost much a row. */
export function thinned(sample: TypedSample, most: number): TypedSample {
  const step = Math.ceil(sample.rows / most);
  if (step <= 1) return sample;
  const rows = Math.floor(sample.rows / step);
  const some = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: rows }, (_, i) => values[i * step] ?? 0);
  return {
    ...sample,
    rows,
    every: sample.every * step,
    lines: some(sample.lines),
    numbers: sample.numbers.map((values) => values && some(values)),
    levels: sample.levels.map((codes) => codes && Int32Array.from({ length: rows }, (_, i) => codes[i * step] ?? -1)),
  };
}
