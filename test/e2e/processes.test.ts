/** Killed at any point, the demo leaves no process; ended in order, no file either. `npm run prove kill` tries 20 points. */
import { describe, expect, it } from 'vitest';
import { killDemo } from './_killed-demo.ts';

describe.skipIf(process.platform !== 'linux')('a demo that is killed', () => {
  // A different point each time; the seconds are in the title.
  it.each([
    ['SIGKILL', Math.round((1 + Math.random() * 20) * 10) / 10],
    ['SIGTERM', Math.round((1 + Math.random() * 20) * 10) / 10],
  ] as const)('by %s after %s s leaves nothing', { timeout: 90_000 }, async (signal, after) => {
    const left = await killDemo(signal, after);
    expect(left.reached).toBe(true);
    expect(left.seen).toBeGreaterThan(1);
    expect(left.processes).toEqual([]);
    if (signal === 'SIGTERM') expect(left.files).toEqual([]);
  });
});
