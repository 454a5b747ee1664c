/** Which windows a window's health is compared with. Times are ISO 8601 with milliseconds, Z. */
import type { Interval } from '../drift/sequential/season.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
const WEEKS = 4;
/** How far back is looked. */
export const HISTORY_MS = WEEKS * 7 * DAY_MS;

/**
 * Windows of the same hours before a time: of the last seven days, so that the weekend is among them, and of the same
 * weekday in the weeks before these. Begins, newest first.
 * @param from begin of the window @param before at most its begin
 */
export function sameHours(from: string, before: string): string[] {
  const [time, end] = [Date.parse(from), Date.parse(before)];
  const nearest = Math.floor((time - end) / DAY_MS) + 1;
  const lastDay = nearest + DAYS - 1;
  const days = Array.from({ length: DAYS }, (_, i) => nearest + i);
  const weeks = Array.from({ length: WEEKS + Math.ceil(lastDay / 7) }, (_, i) => 7 * (i + 1));
  return [...days, ...weeks.filter((day) => day > lastDay && time - day * DAY_MS >= end - HISTORY_MS)].map((day) =>
    new Date(time - day * DAY_MS).toISOString(),
  );
}

/** Whether the window that begins there lies in one of the times, or partly. */
export const touches = (from: string, lengthMs: number, times: readonly Interval[]): boolean =>
  times.some((time) => from < time.to && Date.parse(from) + lengthMs > Date.parse(time.from));
