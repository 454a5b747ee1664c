/** How columns go together in rows of the dataset a version was trained on. */
import type { CellBatch } from '../../data/cell-batch.ts';
import { withKernelCells } from '../../data/columns/kernel-cells.ts';
import type { FeatureBaseline } from '../feature-baseline.ts';
import { OF_BASELINE, ScoreCounter } from './counter.ts';
import { scoredColumns } from './scores.ts';
import type { ReferenceSums } from './sums.ts';

/**
 * @param rows cells in contract order
 * @returns undefined where fewer than two columns can be looked at together
 */
export async function correlationsOf(
  features: readonly FeatureBaseline[],
  rows: AsyncIterable<CellBatch>,
): Promise<ReferenceSums | undefined> {
  const columns = scoredColumns(features);
  if (columns.length < 2) return undefined;
  const counter = new ScoreCounter(columns, OF_BASELINE);
  for await (const batch of rows) withKernelCells(batch, (cells) => counter.add(batch, cells));
  return counter.counts();
}
