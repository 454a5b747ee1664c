import { expect, test, vi } from 'vitest';
import { tooFar } from '../../prove/trino/approximate.ts';
import type { Asked } from '../../prove/trino/figures.ts';
import { trino } from '../../prove/trino/trino.ts';
import { categoryProfile, numberProfile, profileOf } from '../core/drift/profile.ts';

test('npm run prove trino is skipped, and says so, where there is no Java', async () => {
  vi.stubEnv('JAVA_HOME', '/nowhere');
  try {
    expect(await trino.run('shapes', 1, 500)).toEqual({
      ok: true,
      count: 0,
      tally: { 'skipped: there is no Java 17 or later here': 1 },
    });
    await trino.end?.();
  } finally {
    vi.unstubAllEnvs();
  }
});

test('figures that are approximate may not be far off', () => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1);
  const profile = profileOf(
    { ...numberProfile('x', values), distinct: 100 },
    categoryProfile('y', { a: 60, b: 30, c: 10 }),
  );
  const answered = (x: number, quantiles: number[], y: number): Asked => ({
    rows: 100,
    statements: 1,
    columns: [
      { count: 100, nulls: 0, faults: 0, approximately: { distinct: x, quantiles } },
      { count: 100, nulls: 0, faults: 0, approximately: { distinct: y, quantiles: [] } },
    ],
  });
  expect(tooFar(profile, answered(97, [1, 25, 50, 77, 100], 3))).toEqual([]);
  expect(tooFar(profile, answered(80, [1, 25, 70, 75, 100], 6))).toEqual([
    'x: about 80 different values by Trino, and there are 100',
    'x: 70 is no quantile of 0.5 by Trino',
    'y: about 6 different values by Trino, and there are 3',
  ]);
});
