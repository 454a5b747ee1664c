/** Counts of two samples over the same groups. Both are as long as each other. */
export interface Counts {
  readonly baseline: readonly number[];
  readonly now: readonly number[];
}

export function total(counts: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
