/** Which days of labelled rows are judged together. */
import { LabelledRows } from './labelled-rows.ts';

/** A day of inference time, [from, to), ISO 8601 with milliseconds, Z. */
export interface LabelledDay {
  readonly from: string;
  readonly to: string;
  readonly rows: LabelledRows;
}

export type SpanName = 'now' | 'month';

export interface LabelledSpan {
  readonly name: SpanName;
  /** Newest first. */
  readonly days: readonly LabelledDay[];
}

/** Fewer labelled rows are no sample. */
export const LEAST_LABELLED = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MS = 31 * DAY_MS;

/**
 * Only rows whose labels had as long to come as nine of ten take. Of later rows there are only labels that come early,
 * which are seldom a fair sample: a loan that fails is known sooner than one that is paid back.
 * @param p90Hours from a prediction to its label
 */
export const ripe = (days: readonly LabelledDay[], p90Hours: number, now: Date): LabelledDay[] =>
  days.map((day) => ({
    ...day,
    rows: LabelledRows.join(day.rows.task, [day.rows], now.getTime() - p90Hours * HOUR_MS),
  }));

/**
 * "now", the newest days that make 200 labelled rows, and "month", up to 31 days back from the newest of them, where that
 * is more: it sees what is too small for "now".
 * @param days newest first
 * @param told end of the days that "now" called before: what was told of is not told of again once it is mended
 * @returns empty while there are too few labels
 */
export function labelledSpans(days: readonly LabelledDay[], told?: string): LabelledSpan[] {
  const fresh = days.filter(({ to, rows }) => rows.labelled > 0 && (told === undefined || to > told));
  const [newest] = fresh;
  if (!newest) return [];
  const within = fresh.filter(({ from }) => Date.parse(from) >= Date.parse(newest.to) - LONGEST_MS);
  const enough = enoughOf(within);
  if (enough === undefined) return [];
  const now: LabelledSpan = { name: 'now', days: within.slice(0, enough) };
  return within.length > enough ? [now, { name: 'month', days: within }] : [now];
}

/** How many of the newest have enough labelled rows together. */
function enoughOf(days: readonly LabelledDay[]): number | undefined {
  let labelled = 0;
  for (const [place, { rows }] of days.entries()) {
    labelled += rows.labelled;
    if (labelled >= LEAST_LABELLED) return place + 1;
  }
  return undefined;
}
