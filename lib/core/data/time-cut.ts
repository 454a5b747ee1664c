/** Where a split by time cuts: the newest fifth of the rows is held out. */
import * as z from 'zod';
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { CellBatch } from './cell-batch.ts';
import { cellText } from './cell-text.ts';
import { parseTimestamp } from './cells.ts';
import { mix } from './columns/mix.ts';
import type { Layout } from './header.ts';
import type { TableFile } from './readers/table-file.ts';
import { HOLDOUT_SHARE } from './split.ts';

/** Times that are kept at most: their quantile is off by more than 1 % of the rows less than once in a billion (Hoeffding 1963). */
const MOST = 2 ** 17;

const floats = z.custom<Float64Array>((value) => value instanceof Float64Array, 'numbers of 64 bits');

/** What ranges of a file hand to each other: times, and the number of each row in the file. */
export const TimeSampleState = z.strictObject({ every: z.number().int().positive(), rows: floats, times: floats });
export type TimeSampleState = z.infer<typeof TimeSampleState>;

export interface TimeSample {
  /** @param row its ordinal number in the file, from 0 @param cell its time as the file has it */
  add(row: number, cell: string): void;
  /** Takes in the sample of other rows. */
  merge(other: TimeSampleState): void;
  state(): TimeSampleState;
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

  function thin(): void {
    every *= 2;
    const kept = rows.flatMap((each, index) => (isChosen(each) ? [index] : []));
    rows = kept.map((index) => rows[index] ?? 0);
    times = kept.map((index) => times[index] ?? 0);
  }

  return {
    add(row, cell) {
      if (!isChosen(row)) return;
      const time = parseTimestamp(cell.trim());
      if (time === undefined) return;
      rows.push(row);
      times.push(time);
      while (times.length > most) thin();
    },
    merge(other) {
      while (every < other.every) thin();
      other.rows.forEach((row, index) => {
        if (!isChosen(row)) return;
        rows.push(row);
        times.push(other.times[index] ?? 0);
      });
      while (times.length > most) thin();
    },
    state: () => ({ every, rows: Float64Array.from(rows), times: Float64Array.from(times) }),
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
  data: Manifest['data'],
  layout: Layout,
): Promise<number | undefined> {
  const times = splitTimes(data, layout);
  if (!times) return undefined;
  const file = await open();
  try {
    for await (const batch of file.batches) times.add(batch);
  } finally {
    await file.close();
  }
  return times.sample.cut();
}

/** Gathers the times of rows; undefined where the split asks for none. */
export function splitTimes(
  { split }: Manifest['data'],
  { features }: Layout,
): { sample: TimeSample; add(batch: CellBatch): void } | undefined {
  if (split?.by !== 'time') return undefined;
  const position = features.find(({ name }) => name === split.column)?.position ?? 0;
  const sample = timeSample();
  return {
    sample,
    add(batch) {
      for (let row = 0; row < batch.rows; row++)
        if (batch.faults[row] === 0) sample.add(batch.firstRow + row, cellText(batch, row * batch.width + position));
    },
  };
}
