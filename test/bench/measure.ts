/** Numbers of several runs of one thing. */
export interface Summary {
  min: number;
  median: number;
  max: number;
}

/** @throws Error for no numbers */
export function summarize(numbers: readonly number[]): Summary {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new Error('there is no number to summarize');
  const middle = sorted.length / 2;
  const [low = min, high = min] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return { min, median: (low + high) / 2, max };
}

/** @returns seconds of wall clock, and what came of it */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

/** A line of the report. `aim` is what the issue of the platform asked for on two cores. */
export interface Measurement {
  name: string;
  unit: 's' | 'MB' | 'times' | 'USD';
  numbers: number[];
  aim?: number;
}
