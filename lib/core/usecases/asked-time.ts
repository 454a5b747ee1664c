/** The time that a query asks about. */
import type { Window } from './drift-windows.ts';
import { badQuery } from './request-fields.ts';

const DAY_MS = 86_400_000;

/**
 * @param query [from, to), ISO 8601; its end is `now` where it names none, its begin `usualDays` before the end
 * @throws Problem invalid-request for a time that ends before it begins
 */
export function askedTime(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: Date,
  usualDays: number,
): Window {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const begin = from === undefined ? end - usualDays * DAY_MS : Date.parse(from);
  if (begin >= end) throw badQuery('from', 'is not before the end of the time');
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}
