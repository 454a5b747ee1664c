/** Made-up hours of a bicycle hire, with the traps of real exports: a row number, dates, codes, and the target's own parts. */
import { seeded } from './_journey.ts';

const HEADER = ['instant', 'dteday', 'yr', 'mnth', 'hr', 'workingday', 'temp', 'casual', 'registered', 'cnt'];
const DAY_MS = 86_400_000;

/** @param year 0 is 2011; from one to the next the hire grows by about a mile a kilometre, which is no change of unit */
export function rentsCsv({ hours, year, seed }: { hours: number; year: 0 | 1; seed: number }): string {
  const random = seeded(seed);
  const begin = Date.UTC(2011 + year, 0, 1);
  const rows = Array.from({ length: hours }, (_, i) => {
    const day = new Date(begin + Math.floor((i * 365) / hours) * DAY_MS);
    const hour = Math.floor(random() * 24);
    const working = day.getUTCDay() % 6 === 0 ? 0 : 1;
    const temp = 0.3 + 0.3 * Math.sin(day.getUTCMonth() / 2) + random() * 0.2;
    const rush = working && (hour === 8 || hour === 17) ? 150 : 0;
    const demand = (20 + rush + 120 * temp + (hour > 6 && hour < 22 ? 60 : 0)) * (1 + 0.61 * year);
    const casual = Math.round(demand * 0.2 * (0.7 + 0.6 * random()));
    const registered = Math.round(demand * 0.8 * (0.9 + 0.2 * random()));
    return [
      i + 1,
      day.toISOString().slice(0, 10),
      year,
      day.getUTCMonth() + 1,
      hour,
      working,
      temp.toFixed(2),
      casual,
      registered,
      casual + registered,
    ].join(',');
  });
  return `${[HEADER.join(','), ...rows].join('\n')}\n`;
}
