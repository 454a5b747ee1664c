/** The worked example of each statistic's docstring is what it says, to the digits it is written with. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../../../../lib/local/paths.ts';

const FOLDER = path.join(ROOT, 'lib', 'core', 'drift', 'statistics');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
/** No statistic of its own: types, and what two of them share. */
const WITHOUT = ['counts.ts', 'homogeneity.ts'];

const evaluate = (code: string, scope: Record<string, unknown>): unknown =>
  new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));

it.each(files)('%s', async (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  const examples = [...text.matchAll(/@example (.+?) \/\/ (.+?)(?:, exact)?(?: \*\/)?$/gm)];
  if (!WITHOUT.includes(file)) expect(examples.length).toBeGreaterThan(0);
  const scope: Record<string, unknown> = await import(path.join(FOLDER, file));
  for (const [, code = '', said = ''] of examples) expectEqual(evaluate(code, scope), evaluate(said, scope), said);
});

function expectEqual(is: unknown, said: unknown, text: string): void {
  if (typeof said === 'number') {
    expect(typeof is).toBe('number');
    expect(Math.abs((is as number) - said), `${text} is ${is}`).toBeLessThanOrEqual(halfOfLastDigit(said, text));
  } else if (typeof said === 'object' && said !== null) {
    expect(Object.keys(is as object)).toEqual(Object.keys(said));
    for (const [key, value] of Object.entries(said)) expectEqual((is as Record<string, unknown>)[key], value, text);
  } else expect(is).toEqual(said);
}

/** What rounding allows of a number as it is written in the text; nothing where it is not written as one. */
function halfOfLastDigit(said: number, text: string): number {
  const written = [...text.matchAll(/\d+(?:\.(\d+))?(?:e(-?\d+))?/g)].find(([digits]) => Number(digits) === said);
  if (!written || (written[1] === undefined && written[2] === undefined)) return 1e-12 * Math.abs(said);
  return 0.5 * 10 ** (Number(written[2] ?? 0) - (written[1] ?? '').length) * (1 + 1e-9);
}
