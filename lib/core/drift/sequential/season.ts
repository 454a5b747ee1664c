/** Which spans of last year a span is compared with: the same hours of the same weekdays in the weeks around its own. */

import { LEAST_ROWS } from '../decision.ts';
import type { WindowCounts } from '../window.ts';

/** [from, to), ISO 8601 with milliseconds, Z. */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

const WEEK_MS = 7 * 86_400_000;
/** A year of whole weeks, so that weekdays stay. */
const YEAR_MS = 52 * WEEK_MS;
/**
 * Spans to either side. Bike sharing in July to December 2012 against 2011: with 2 to either side 1 finding in half a
 * year, with 3 none.
 */
const AROUND = 3;
/** With fewer there is no telling how much such spans differ among themselves. */
const LEAST_SPANS = 3;

/** The same span 52 weeks ago, and three before and three after it, apart by as many whole weeks as do not overlap; oldest first. */
export function seasonIntervals({ from, to }: Interval): Interval[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const step = Math.ceil((end - begin) / WEEK_MS) * WEEK_MS;
  const at = (time: number): string => new Date(time).toISOString();
  return Array.from({ length: 2 * AROUND + 1 }, (_, i) => {
    const shift = (i - AROUND) * step - YEAR_MS;
    return { from: at(begin + shift), to: at(end + shift) };
  });
}

/** What is known of the season, or undefined when history does not allow it: fewer than 3 spans with enough rows. */
export function seasonOf(spans: readonly (WindowCounts | undefined)[]): WindowCounts[] | undefined {
  const full = spans.filter((span) => span !== undefined && span.rows >= LEAST_ROWS) as WindowCounts[];
  return full.length >= LEAST_SPANS ? full : undefined;
}
