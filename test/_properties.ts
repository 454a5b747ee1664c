/**
 * How properties are tried: the seed rotates from run to run and is printed (vitest.config.ts), SLUICE_SEED sets it, and
 * `npm run prove properties` multiplies the tries by SLUICE_PROVE_FACTOR. Loaded before every test file.
 */
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { vi } from 'vitest';

const DEFAULT_RUNS = 100;
const TEST_SECONDS = 30;

const factor = Number(process.env['SLUICE_PROVE_FACTOR'] ?? 1);
const seed = Number(process.env['SLUICE_SEED']);
if (!Number.isInteger(seed)) throw new Error(`SLUICE_SEED is ${process.env['SLUICE_SEED']}, not a whole number`);
if (!(factor > 0)) throw new Error(`SLUICE_PROVE_FACTOR is ${process.env['SLUICE_PROVE_FACTOR']}, not above 0`);

/** Tries of a property that needs more or fewer than 100, for `numRuns`. */
export const runs = (usual: number): number => Math.ceil(usual * factor);

/** Each property's tries, for the proof's count: a line each. A failure is told as without us. */
const counting =
  (file: string) =>
  (details: fc.RunDetails<unknown>): void => {
    appendFileSync(file, `${details.numRuns}\n`);
    const message = fc.defaultReportMessage(details);
    if (message !== undefined) throw new Error(message, { cause: details.errorInstance });
  };

const countFile = process.env['SLUICE_PROVE_COUNT'];
fc.configureGlobal({ seed, numRuns: runs(DEFAULT_RUNS), ...(countFile ? { reporter: counting(countFile) } : {}) });
if (factor !== 1) vi.setConfig({ testTimeout: TEST_SECONDS * 1000 * Math.max(1, factor) });
