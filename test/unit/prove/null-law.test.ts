/** The proof of the tests' own laws, small and on a fixed seed, and that it can fail. */
import { expect, it } from 'vitest';
import { random } from '../../prove/data/random.ts';
import { counted, judged, nullLaw } from '../../prove/monitoring/null-law/null-law.ts';

it('of windows in which nothing changed the p-values hold their levels', async () => {
  const found = await counted('made-up', 500, random(20_261_121));
  expect(judged(found)).toMatchObject({ ok: true, count: 500 });
  expect(found.tests.get('values')?.tried).toBeGreaterThan(4000);
});

it('a test that is too sure falls short, and the table tells it', () => {
  const squares = [1600, 100, 25, 0, 0];
  const tests = new Map([['values' as const, { tried: 400, hits: [80, 20, 10, 0, 0], squares }]]);
  const outcome = judged({ windows: 100, baselines: 4, tests, psi: { tried: 400, above: 4 } });
  expect(outcome.ok).toBe(false);
  expect(outcome.detail).toContain('values: 80 of 400 p-values at most 0.05');
  expect(nullLaw.tell?.(outcome.tally ?? {})).toContain(
    '| **decision: values** | 400 | 4.00 (80) | 5.00 (20) | 25.00 (10) | 0.00 (0) | 0.00 (0) |',
  );
});
