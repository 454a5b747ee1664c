import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/** Properties are tried on other values in each run; the printed seed brings a run back. Workers inherit it. */
const seed = process.env['SLUICE_SEED'] ?? String(randomInt(2 ** 31));
process.env['SLUICE_SEED'] = seed;
console.log(`properties: seed ${seed} (again: SLUICE_SEED=${seed})`);

/** Pure tests and synth tests run side by side; whatever talks to a local cloud shares one, and runs after them. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['test/_properties.ts'],
          include: ['test/unit/**/*.test.ts', 'test/synth/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'cloud',
          setupFiles: ['test/_properties.ts'],
          include: ['test/contract/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/_cloud.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Much of it waits: for stacks, jobs and bakes.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
