/** Where a split by time cuts: the newest fifth of the rows is held out. */
import type { Manifest } from '../contracts/manifest/schema.ts';
import { cellText } from './cell-text.ts';
import { parseTimestamp } from './cells.ts';
import { mix } from './columns/mix.ts';
import type { Layout } from './header.ts';
import type { TableFile } from './readers/table-file.ts';
import { HOLDOUT_SHARE } from './split.ts';

/** Times that are kept at most: their quantile is off by more than 1 % of the rows less than once in a billion (Hoeffding 1963). */
const MOST = 2 ** 17;

export interface TimeSample {
  /** @param row its ordinal number in the file, from 0 @param cell its time as the file has it */
  add(row: number, cell: string): void;
  /** Times (epoch seconds) from here on are held out; Infinity when there are none. */
  cut(): number;
}

/**
 * Chooses rows by a hash of their number, so that the cut does not depend on how the file was cut into pieces. Of the
 * times around the wanted share the one is taken that comes closest to it: equal times are on the same side.
 */
export function timeSample(most = MOST): TimeSample {
  let every = 1;
  let rows: number[] = [];
  let times: number[] = [];
  const isChosen = (row: number): boolean => (mix(row) & (every - 1)) === 0;
  return {
    add(row, cell) {
      if (!isChosen(row)) return;
      const time = parseTimestamp(cell.trim());
      if (time === undefined) return;
      rows.push(row);
      times.push(time);
      while (times.length > most) {
        every *= 2;
        const kept = rows.flatMap((each, index) => (isChosen(each) ? [index] : []));
        rows = kept.map((index) => rows[index] ?? 0);
        times = kept.map((index) => times[index] ?? 0);
      }
    },
    cut() {
      const sorted = Float64Array.from(times).sort();
      const wanted = (sorted.length * (100 - HOLDOUT_SHARE)) / 100;
      const at = sorted[Math.floor(wanted)];
      if (at === undefined) return Number.POSITIVE_INFINITY;
      const first = sorted.indexOf(at);
      const next = sorted.findIndex((time) => time > at);
      return next < 0 || wanted - first <= next - wanted ? at : (sorted[next] ?? at);
    },
  };
}

/**
 * Looks through the file for the cut, where a split by time is asked for: a pass of its own, over one column.
 *
 * @throws UnreadableFile
 */
export async function timeCutOf(
  open: () => Promise<TableFile>,
  { split }: Manifest['data'],
  { features }: Layout,
): Promise<number | undefined> {
  if (split?.by !== 'time') return undefined;
  const position = features.find(({ name }) => name === split.column)?.position ?? 0;
  const sample = timeSample();
  const file = await open();
  try {
    for await (const batch of file.batches)
      for (let row = 0; row < batch.rows; row++)
        if (batch.faults[row] === 0) sample.add(batch.firstRow + row, cellText(batch, row * batch.width + position));
  } finally {
    await file.close();
  }
  return sample.cut();
}
