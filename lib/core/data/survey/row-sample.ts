/** Some rows of a file, the same ones whenever the file is read, for questions that need whole rows. */
import * as z from 'zod';
import { mix } from '../columns/mix.ts';

export interface RowSample {
  /** @param row its number in the file @param last one cell more, for whoever keeps it apart: most rows are not kept, so none are joined for it */
  add(row: number, cells: readonly string[], last?: string): void;
  /** In the order of the file. */
  rows(): string[][];
  /** Takes in a sample of later rows, as if they had been added one by one. */
  merge(later: RowSampleState): void;
  state(): RowSampleState;
}

/** As JSON. */
export const RowSampleState = z.strictObject({
  mask: z.number().int().nonnegative(),
  kept: z.array(z.strictObject({ hash: z.number().int(), cells: z.array(z.string()) })),
});
export type RowSampleState = z.infer<typeof RowSampleState>;

/** More of a cell tells nothing more, and cells may have megabytes. */
const LONGEST = 256;

/**
 * A row is kept by a hash of its number, so that a rhythm in the file (hours of a day) is no rhythm of the sample. When
 * `limit` is reached, every second row is let go.
 */
export function rowSample(limit: number): RowSample {
  let kept: RowSampleState['kept'] = [];
  let mask = 0;
  const thin = (): void => {
    while (kept.length >= limit) {
      mask = mask * 2 + 1;
      kept = kept.filter((row) => (row.hash & mask) === 0);
    }
  };
  return {
    add(row, cells, last) {
      const hash = mix(row);
      if ((hash & mask) !== 0) return;
      // Copies: a cell shares the memory of its whole block.
      const all = last === undefined ? cells : [...cells, last];
      kept.push({ hash, cells: all.map((cell) => Buffer.from(cell.slice(0, LONGEST), 'utf8').toString('utf8')) });
      thin();
    },
    rows: () => kept.map(({ cells }) => cells),
    merge(later) {
      mask = Math.max(mask, later.mask);
      kept = [...kept, ...later.kept].filter((row) => (row.hash & mask) === 0);
      thin();
    },
    state: () => ({ mask, kept }),
  };
}
