/**
 * Which windows are judged together at the end of a window: just enough of the newest for a test ("now"), and those of
 * the last day ("day"), which sees what is too small for an hour.
 */
import { LEAST_ROWS } from '../decision.ts';

/** A window that was counted. Times are ISO 8601 with milliseconds, Z. */
export interface CountedWindow {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  /** Whether "now" called drift at its end. */
  readonly called: boolean;
}

export type SpanName = 'now' | 'day';

export interface Span {
  readonly name: SpanName;
  readonly from: string;
  readonly to: string;
  /** How many windows, this one and the newest before it. */
  readonly windows: number;
}

const DAY_MS = 86_400_000;
/** Traffic so small that a month of it is no sample is never judged. */
export const LONGEST_SPAN_MS = 31 * DAY_MS;

/**
 * Spans end at a window that was called: what was told of is not told of again once it is mended. They leave gaps
 * out, and windows of another length. A window without rows has nothing new to judge.
 * @param earlier windows of the same configuration, newest first
 * @returns "now" first; "day" only where it is longer. Empty while there is not enough
 */
export function spansOf(window: CountedWindow, earlier: readonly CountedWindow[]): Span[] {
  if (window.rows === 0) return [];
  const chain = [window, ...chainOf(window, earlier)];
  const now = enough(chain);
  if (now === undefined) return [];
  const end = Date.parse(window.to);
  const day = chain.filter(({ from }) => Date.parse(from) >= end - DAY_MS).length;
  const span = (name: SpanName, windows: number): Span => ({
    name,
    from: (chain[windows - 1] ?? window).from,
    to: window.to,
    windows,
  });
  return day > now ? [span('now', now), span('day', day)] : [span('now', now)];
}

/** Newest first: the windows before this one that may be taken together with it. */
export function chainOf<W extends CountedWindow>(window: CountedWindow, earlier: readonly W[]): W[] {
  const length = lengthOf(window);
  const oldest = Date.parse(window.to) - LONGEST_SPAN_MS;
  const chain: W[] = [];
  let before = window.from;
  for (const each of earlier) {
    if (lengthOf(each) !== length || each.to > before) continue;
    if (each.called || Date.parse(each.from) < oldest) break;
    chain.push(each);
    before = each.from;
  }
  return chain;
}

const lengthOf = ({ from, to }: Pick<CountedWindow, 'from' | 'to'>): number => Date.parse(to) - Date.parse(from);

/** How many of the newest have enough rows together. */
function enough(chain: readonly CountedWindow[]): number | undefined {
  let rows = 0;
  for (const [place, window] of chain.entries()) {
    rows += window.rows;
    if (rows >= LEAST_ROWS) return place + 1;
  }
  return undefined;
}
