/** Years made of weeks of windows that were really counted: what depends on what within a week stays as it was. */
import type { Random } from '../../data/random.ts';

const WEEK_HOURS = 7 * 24;

/**
 * Moving blocks (Künsch 1989) of one sequence, whose baseline is that of the whole year.
 * @param called of each hour, in order: whether any column was called
 * @returns false alarms of each year: hours in which something was called
 */
export function resampledYears(
  called: readonly boolean[],
  years: number,
  hoursAYear: number,
  random: Random,
): number[] {
  const length = Math.min(WEEK_HOURS, called.length);
  // How many were called before each hour, so that a block is a difference.
  const before = [0];
  for (const each of called) before.push((before.at(-1) ?? 0) + Number(each));
  return Array.from({ length: years }, () => {
    let alarms = 0;
    for (let hour = 0; hour < hoursAYear; hour += length) {
      const size = Math.min(length, hoursAYear - hour);
      const from = random.below(called.length - size + 1);
      alarms += (before[from + size] ?? 0) - (before[from] ?? 0);
    }
    return alarms;
  });
}
