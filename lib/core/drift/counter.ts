import type { CellBatch } from '../data/cell-batch.ts';
import type { KernelCells } from '../data/columns/kernel-cells.ts';
import type { Arena } from '../data/kernel/arena.ts';

/** Counts the cells of one column. */
export interface Counter<Counts> {
  /** Takes what it needs in an arena that many rows come from, for as long as that is held. @param columns that do */
  prepare(arena: Arena, columns: number): void;
  /** @param position of the column in the batch, whose rows have no faults @param cells of the batch */
  add(batch: CellBatch, position: number, cells: KernelCells): void;
  counts(): Counts;
}

/** The sum of two columns' counts, bin by bin. @throws RangeError when they were not counted on the same baseline */
export function addCounts(
  a: { readonly name: string; readonly counts: readonly number[] },
  b: { readonly name: string; readonly counts: readonly number[] },
): number[] {
  if (a.name !== b.name || a.counts.length !== b.counts.length)
    throw new RangeError(`column ${a.name}: the two windows were not counted on the same baseline`);
  return a.counts.map((count, i) => count + (b.counts[i] ?? 0));
}
