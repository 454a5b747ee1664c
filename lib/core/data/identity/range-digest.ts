/**
 * The digest of a dataset whose ranges were read side by side. A border depends on a few rows before it only, so a range
 * knows all its chunks but the ones it begins and ends with: of these it keeps the rows, and the join puts them together.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Chunk } from '../../contracts/chunks.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import { borders, WINDOW_ROWS } from './borders.ts';
import { KeptRows, piecesOf, rowKeeper } from './kept-rows.ts';
import { type DatasetIdentity, type RowsDigest, rowsDigest } from './rows-digest.ts';

export const RangeDigest = z.strictObject({
  v: z.literal(1),
  /** Rows up to the first border that is one whatever comes before the range; all rows when there is none. */
  head: KeptRows,
  /** What follows the head. */
  settled: z
    .strictObject({
      chunks: z.array(Chunk),
      /** Sum of the borders where the tail begins. */
      sum: z.number().int(),
      /** Rows behind the last border. */
      tail: KeptRows,
    })
    .optional(),
});
export type RangeDigest = z.infer<typeof RangeDigest>;

export interface RangeDigester extends Pick<RowsDigest, 'add'> {
  finish(): RangeDigest;
}

/** For a range of whole rows: about 130 KB and 100 bytes a chunk of 64 KB. `add` throws UndividedRows. */
export function rangeDigest(): RangeDigester {
  const keeper = rowKeeper();
  const chunks: Chunk[] = [];
  let places = borders();
  let seen = 0;
  let openRows = 0;
  let head: KeptRows | undefined;
  let sum = 0;

  /** The row that ends at `to` ends a chunk whose earlier rows are kept, or begin at `begun`. */
  function close(bytes: Buffer, begun: number, to: number, border: number): void {
    const digest = createHash('sha256');
    for (const piece of piecesOf(keeper.take())) digest.update(piece.bytes);
    chunks.push({ digest: digest.update(bytes.subarray(begun, to)).digest('hex'), rows: openRows, border });
  }

  return {
    add(bytes, ends, rows) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const keep = (first: number, until: number): void => {
        for (let row = first; row < until; row++)
          keeper.add(bytes, row === 0 ? 0 : (ends[row - 1] ?? 0), ends[row] ?? 0);
      };
      let from = 0;
      let begun = 0;
      let begunRow = 0;
      for (let row = 0; row < rows; row++) {
        const to = ends[row] ?? 0;
        const border = places.next(view, from, to);
        from = to;
        openRows += 1;
        seen += 1;
        // Before that the sum lacks rows of the range before. Where the last candidate was is not known then: as if here.
        if (seen === WINDOW_ROWS) places = borders({ sum: places.state.sum, since: 0 });
        if (border < 0 || seen <= WINDOW_ROWS) continue;
        if (head) close(bytes, begun, to, border);
        else {
          keep(begunRow, row + 1);
          head = keeper.take();
        }
        sum = places.state.sum;
        openRows = 0;
        begun = to;
        begunRow = row + 1;
      }
      keep(begunRow, rows);
    },
    finish: () =>
      head ? { v: 1, head, settled: { chunks, sum, tail: keeper.take() } } : { v: 1, head: keeper.take() },
  };
}

/** Equal to one pass over all the rows, in however many ranges they were read. @param ranges in the order of the rows */
export async function joinRanges(
  schema: DatasetSchema,
  ranges: AsyncIterable<RangeDigest> | Iterable<RangeDigest>,
): Promise<DatasetIdentity> {
  const digest = rowsDigest(schema);
  const add = (kept: KeptRows): void => {
    for (const { bytes, ends, rows } of piecesOf(kept)) digest.add(bytes, ends, rows);
  };
  for await (const { head, settled } of ranges) {
    add(head);
    if (!settled) continue;
    digest.append(settled.chunks, { sum: settled.sum, since: 0 });
    add(settled.tail);
  }
  return digest.finish();
}
