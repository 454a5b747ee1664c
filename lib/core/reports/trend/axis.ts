/** The axis of time that all figures of a trend share: whole days in UTC. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { day } from '../words.ts';

const DAY_MS = 86_400_000;
/** A stage that is new has an axis of a week, not of a month that was not. */
const LEAST_DAYS = 7;

export interface Axis {
  /** Midnight of the first day, milliseconds since 1970. */
  readonly begin: number;
  readonly days: number;
  /** Place of a time, 0 to 1. */
  readonly at: (time: string | number) => number;
  /** What stands below: begin, middle, end. */
  readonly words: readonly string[];
}

export function axisOf({ from, to, windows }: Pick<DriftTrendView, 'from' | 'to' | 'windows'>): Axis {
  const midnight = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;
  const end = midnight(Date.parse(to) - 1) + DAY_MS;
  const first = windows[0] ? Date.parse(windows[0].from) : Date.parse(from);
  const begin = Math.max(midnight(Date.parse(from)), Math.min(midnight(first), end - LEAST_DAYS * DAY_MS));
  const days = Math.max(1, Math.round((end - begin) / DAY_MS));
  const iso = (time: number): string => day(new Date(time).toISOString());
  const at = (time: string | number): number => {
    const passed = (typeof time === 'number' ? time : Date.parse(time)) - begin;
    return Math.min(1, Math.max(0, passed / (days * DAY_MS)));
  };
  return { begin, days, at, words: [iso(begin), iso(begin + Math.floor(days / 2) * DAY_MS), iso(end - DAY_MS)] };
}
