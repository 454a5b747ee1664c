/** Every property of the unit tests, tried many times as often as `npm test` does. A unit is a test file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NODE, ROOT } from '../../lib/local/paths.ts';
import { runLeashed } from '../../lib/local/process/run.ts';
import { withFolder } from '../bench/folder.ts';
import type { Proof } from './proof.ts';

const files = (): string[] =>
  readdirSync(path.join(ROOT, 'test', 'unit'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join('test', 'unit', file))
    .filter((file) => readFileSync(path.join(ROOT, file), 'utf8').includes('fc.assert('))
    .sort();

/** Failed tests with their counterexamples, without the pages of stack below. */
const told = (output: string): string =>
  output
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the test runner
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .filter((line) => /FAIL|Property failed|Counterexample|seed:|Error:/.test(line))
    .slice(0, 12)
    .join('\n');

export const properties: Proof = {
  name: 'properties',
  claim: 'Every property of the unit tests holds for many more values than `npm test` tries.',
  counted: 'tries',
  fullSize: 100,
  sizeMeans: 'times the tries of `npm test`',
  units: files,
  run: (file, seed, factor) =>
    withFolder(async (folder) => {
      const counts = path.join(folder, 'counts');
      const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
      const { code, output } = await runLeashed(NODE, [vitest, 'run', '--project', 'unit', file], {
        env: {
          ...process.env,
          SLUICE_SEED: String(seed),
          SLUICE_PROVE_FACTOR: String(factor),
          SLUICE_PROVE_COUNT: counts,
        },
      });
      const tried = existsSync(counts) ? readFileSync(counts, 'utf8').trim().split('\n') : [];
      const count = tried.reduce((sum, line) => sum + Number(line), 0);
      if (code === 0 && count === 0) return { ok: false, count, detail: 'no property was tried' };
      return code === 0 ? { ok: true, count } : { ok: false, count, detail: told(output) };
    }),
};
