/** The bins of a profile, with values above its range kept apart. */

/** Ascending edges and one count more: bin i holds values in [edges[i-1], edges[i]), the last those at or above all. */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * A profile's last bin holds its largest value and all above. The data has nothing above, so an edge right after the
 * largest value splits that bin exactly, and values beyond the range of the data become visible.
 */
export function withTopBin({ edges, counts, max }: Bins & { readonly max?: number | undefined }): Bins {
  const last = edges.at(-1);
  if (max === undefined || (last !== undefined && last > max)) return { edges, counts };
  return { edges: [...edges, nextUp(max)], counts: [...counts, 0] };
}

/** The smallest double above a finite one. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}
