/** Values of a window that lie beyond all of the baseline. */
import type { NumberBaseline } from './baseline.ts';
import type { NumberCounts } from './number-counter.ts';

export function countBeyond({ edges, profile }: NumberBaseline, { counts }: NumberCounts) {
  // The edges of a sample begin above the smallest value.
  const below = edges[0] === profile.min ? (counts[0] ?? 0) : 0;
  return { below, above: counts.at(-1) ?? 0 };
}
