/** One resample: two disjoint random halves of a table, and every fault that can be planted in the later one. */
import { seeded } from '../../proof.ts';
import { csv, FAULTS, type Fault, OF_ROWS, plotOf, shuffle } from './faults.ts';
import { type Judgement, judged, referenceOf } from './judge.ts';
import { table } from './tables.ts';

export interface Trial {
  /** Name of the fault; `clean` for none. */
  fault: string;
  columns: string[];
  reference: string;
  current: string;
}

export interface Result {
  fault: string;
  /** Whether a finding of a fitting rule names the right column, or the file. For clean data: whether there is any. */
  noticed: boolean;
  refused: boolean;
  /** For reading: rule and column of each finding. */
  told: string[];
}

const LEAST_ROWS = 2000;
const MOST_ROWS = 10_000;

export const CLEAN = 'clean';

/** The texts of a resample. Equal for equal arguments. */
export function trials(name: string, seed: number): Trial[] {
  const whole = table(name);
  const random = seeded(seed);
  const size = Math.min(
    Math.floor(whole.rows.length / 2),
    Math.floor(LEAST_ROWS + random() * (MOST_ROWS - LEAST_ROWS)),
  );
  const order = [...whole.rows.keys()];
  shuffle(order, random);
  const part = (from: number): string[][] =>
    order
      .slice(from, from + size)
      .sort((a, b) => a - b)
      .map((i) => [...(whole.rows[i] ?? [])]);
  const [reference, rows] = [part(0), part(size)];
  const text = csv(whole.header, reference);
  const faulty = FAULTS.filter(
    ({ name: fault }) => !name.endsWith('-accents') || fault === 'UTF-8 read as Latin-1',
  ).flatMap(({ name: fault, plant }, i): Trial[] => {
    const planted = plant(plotOf(whole, rows, reference, seeded(seed * 31 + i)));
    if (!planted) return [];
    const current = csv(whole.header, planted.rows);
    return [{ fault, columns: planted.columns, reference: text, current: planted.text?.(current) ?? current }];
  });
  return [{ fault: CLEAN, columns: [], reference: text, current: csv(whole.header, rows) }, ...faulty];
}

export async function resampled(name: string, seed: number): Promise<Result[]> {
  const all = trials(name, seed);
  const reference = await referenceOf(table(name), all[0]?.reference ?? '');
  const results: Result[] = [];
  for (const { fault, columns, current } of all) {
    const judgement = await judged(reference, current);
    const known = FAULTS.find((one) => one.name === fault);
    results.push({
      fault,
      noticed: known ? isNoticed(known, columns, judgement) : judgement.findings.length > 0,
      refused: judgement.refused,
      told: judgement.findings.map(
        ({ rule, column, severity }) => `${severity === 'warn' ? '' : '!'}${rule}(${column ?? ''})`,
      ),
    });
  }
  return results;
}

function isNoticed({ rules }: Fault, columns: readonly string[], { findings }: Judgement): boolean {
  const fitting = findings.filter(({ rule }) => rules.includes(rule) || (columns.length > 0 && OF_ROWS.includes(rule)));
  return fitting.some(({ column }) => (column === undefined ? true : columns.includes(column)));
}
