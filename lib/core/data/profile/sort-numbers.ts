/** Sorts numbers by their size, by the kernel. */
import { type Arena, withArena } from '../kernel/arena.ts';

/** What the kernel counts on the way. */
const COUNTS = 2048;

/** Ascending, in place. @param values finite */
export function sortNumbers(values: Float64Array): void {
  withArena(undefined, (arena) => values.set(sortedIn(arena, values)));
}

/** Ascending, without NaN. @returns memory of the arena */
export function sortedIn(arena: Arena, values: Float64Array): Float64Array {
  const { length } = values;
  const sorted = arena.numbers(length);
  sorted.set(values);
  const scratch = arena.numbers(length);
  const counts = arena.integers(COUNTS);
  const left = arena.kernel.sortNumbers(sorted.byteOffset, length, scratch.byteOffset, counts.byteOffset);
  return sorted.subarray(0, left);
}
