/** The proof of the budget, small: 20 years on a fixed seed, and that it can fail. */
import { expect, it } from 'vitest';
import { random } from '../../prove/data/random.ts';
import { resampledYears } from '../../prove/monitoring/years/resampled-years.ts';
import { BUDGETS, countedYears, years } from '../../prove/monitoring/years/years.ts';

it('in 20 years of windows in which nothing drifts the budget holds', async () => {
  // A false alarm in every third window could be afforded by nobody: it shows that something can be called.
  const budgets = [...BUDGETS, 3000];
  const about = { name: 'made-up', rows: 1000, busiest: 150, hours: 400, budgets };
  const { resampled, counted } = await countedYears(about, 20, random(20_261_121));
  expect(resampled.map(({ length }) => length)).toEqual(budgets.map(() => 20));
  expect(counted.at(-1)).toBeGreaterThan(10);
  for (const [i, budget] of BUDGETS.entries()) {
    const alarms = (resampled[i] ?? []).reduce((sum, one) => sum + one, 0);
    expect(alarms).toBeLessThanOrEqual(20 * budget);
  }
});

it('resampled years have the alarms of their weeks', () => {
  const called = Array.from({ length: 1000 }, (_, hour) => hour % 100 === 0);
  for (const alarms of resampledYears(called, 50, 8766, random(7))) {
    expect(alarms).toBeGreaterThan(60);
    expect(alarms).toBeLessThan(115);
  }
  expect(
    resampledYears(
      called.map(() => true),
      1,
      8766,
      random(7),
    ),
  ).toEqual([8766]);
});

it('the table of the proof tells every budget', () => {
  const tally = {
    ...{ 'counted years': 2, years: 20, baselines: 4 },
    ...{ 'counted alarms 4': 3, 'squares 4': 12, 'alarms 4': 30, 'years above 4': 1 },
  };
  expect(years.tell?.(tally)).toContain('| 4 | 1.50 ± 0.50 | 1.50 | 5.0 % |');
});
