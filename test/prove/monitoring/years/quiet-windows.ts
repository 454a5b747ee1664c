/** Hourly windows of live traffic in which nothing drifts, judged by the rule, one after the other. */
import { callsAt, decide, type KeptWindow } from '../../../../lib/core/drift/sequential/decide.ts';
import { spanLevel } from '../../../../lib/core/drift/sequential/spending.ts';
import type { Random } from '../../data/random.ts';
import type { Population } from './population.ts';

export const HOURS_A_YEAR = 8766;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Requests by the hour of the day, in per cent of the busiest: nights are nearly silent. */
const DAY = [8, 5, 3, 2, 2, 4, 12, 30, 60, 85, 100, 95, 90, 92, 88, 80, 75, 70, 65, 60, 50, 38, 25, 15];

export interface Quiet {
  /** Of each window: for each budget, whether any column was called. */
  readonly called: readonly (readonly boolean[])[];
}

/** @param busiest rows of the busiest hour @param budgets false alarms a year */
export function quietWindows(
  { baseline, window }: Population,
  { hours, busiest, budgets }: { hours: number; busiest: number; budgets: readonly number[] },
  random: Random,
): Quiet {
  const called: boolean[][] = [];
  const loosest = Math.max(...budgets);
  let earlier: KeptWindow[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const begin = hour * HOUR_MS;
    const from = new Date(begin).toISOString();
    const to = new Date(begin + HOUR_MS).toISOString();
    const mean = (busiest * (DAY[hour % DAY.length] ?? 0)) / 100;
    const rows = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
    const counts = window(rows, random);
    const kept: KeptWindow = { from, to, rows, counts, called: false };
    const judged = decide(baseline, kept, earlier, { falseAlarmsPerYear: loosest, windowsPerYear: HOURS_A_YEAR });
    const calledAt = (falseAlarmsPerYear: number): readonly boolean[] => {
      const level = spanLevel({ falseAlarmsPerYear, windowsPerYear: HOURS_A_YEAR }, judged.length);
      return judged.map(({ evidence }) => callsAt(evidence, level).length > 0);
    };
    called.push(budgets.map((each) => calledAt(each).includes(true)));
    const alone = calledAt(loosest)[0] ?? false;
    // More than a day back only while there is not enough.
    earlier = [{ ...kept, called: alone }, ...earlier].filter(
      (each, i) => i < 24 || (judged.length === 0 && Date.parse(each.from) > begin - 31 * DAY_MS),
    );
  }
  return { called };
}
