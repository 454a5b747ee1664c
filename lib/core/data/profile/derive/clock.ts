/** When the times of a column are: hours of the day and days of the week, UTC. */
import type { NumberProfile } from '../../../contracts/profile.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** 0 to 23; NaN for a missing time. @param time epoch seconds */
export const hourOf = (time: number): number => Math.floor((((time % DAY) + DAY) % DAY) / HOUR);

const weekdayOf = (time: number): number => (((Math.floor(time / DAY) + FIRST_WEEKDAY) % 7) + 7) % 7;

export function clockOf(times: Float64Array): Pick<NumberProfile, 'hours' | 'weekdays'> {
  const hours = new Array<number>(24).fill(0);
  const weekdays = new Array<number>(7).fill(0);
  for (const time of times) {
    if (Number.isNaN(time)) continue;
    const [hour, day] = [hourOf(time), weekdayOf(time)];
    hours[hour] = (hours[hour] ?? 0) + 1;
    weekdays[day] = (weekdays[day] ?? 0) + 1;
  }
  return { hours, weekdays };
}
