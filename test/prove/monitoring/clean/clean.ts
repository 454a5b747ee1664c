/** False alarms of a comparison: two sets of random rows of one table, at five sizes, and sizes that differ. */
import { FALSE_ALARMS } from '../../../../lib/core/drift/compare/level.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { atLeast, percent } from '../binomial.ts';
import { changedColumns, compared } from './compare.ts';
import { cleanPair, tables } from './tables.ts';

const SIZES = [
  '200 v 200',
  '500 v 500',
  '1,000 v 1,000',
  '2,000 v 2,000',
  '10,000 v 10,000',
  '10,000 v 500',
  '500 v 10,000',
];
/** What a short look takes. */
const SHORT = SIZES.slice(0, 1);
/** From so many pairs on the share itself is asked for; of fewer, what chance could hardly bring. */
const ENOUGH = 400;
const HARDLY = 1e-6;

/**
 * What the defaults of others called on clean data of 1,000 against 1,000 rows (200 splits; NannyML: 100 splits of 10,000
 * against 1,000), measured once.
 */
const OTHERS = [
  'Evidently 0.7.23: 100.0 %',
  'NannyML 0.13.1: 83.0 %',
  'alibi-detect 0.13.0, Bonferroni: 3.5 %',
  'PSI over 0.2: 100.0 %',
];

export const clean: Proof = {
  name: 'clean',
  claim: `Two sets of random rows of one table have any column called in at most ${100 * FALSE_ALARMS} % of comparisons, whatever their size.`,
  counted: 'pairs compared',
  fullSize: 600,
  leastSize: 6,
  sizeMeans: 'pairs at each size',
  units: (_, size) => (size < ENOUGH ? SHORT : SIZES),
  async run(unit, seed, size): Promise<Outcome> {
    const [before = 0, now = 0] = unit.split(' v ').map((rows) => Number(rows.replace(',', '')));
    const { names, absent } = tables();
    const tally: Record<string, number> = {};
    for (const name of absent) tally[`skipped: ${name} is not there`] = 1;
    let [count, calls] = [0, 0];
    const told: string[] = [];
    for (let i = 0; i < size; i++) {
      const name = names[(seed + i) % names.length] ?? '';
      const pair = cleanPair(name, before, now, (seed + 7919 * i) | 0);
      if (!pair) continue;
      const changed = changedColumns(await compared(pair));
      count += 1;
      tally[`${name} | of`] = (tally[`${name} | of`] ?? 0) + 1;
      if (changed.length === 0) continue;
      calls += 1;
      tally[`${name} | called`] = (tally[`${name} | called`] ?? 0) + 1;
      told.push(`${name}, pair ${i}: ${changed.join(', ')}`);
    }
    tally[`${unit} | of`] = count;
    tally[`${unit} | called`] = calls;
    const ok = count < ENOUGH ? atLeast(calls, count, FALSE_ALARMS) > HARDLY : calls <= FALSE_ALARMS * count;
    return { ok, count, tally, ...(ok ? {} : { detail: told.slice(0, 12).join('\n') }) };
  },
  tell(tally) {
    const row = (name: string): string[] => {
      const of = tally[`${name} | of`] ?? 0;
      return of === 0 ? [] : [`| ${name} | ${of} | ${percent(tally[`${name} | called`] ?? 0, of)} |`];
    };
    return [
      '| | pairs | any column called |',
      '|---|---|---|',
      ...SIZES.flatMap(row),
      ...tables().names.flatMap(row),
      '',
      `Others, with their defaults, on made-up tables of 20 columns, 1,000 against 1,000 rows: ${OTHERS.join('; ')}.`,
      ...Object.keys(tally)
        .filter((name) => name.startsWith('skipped'))
        .map((name) => `- ${name}`),
    ];
  },
};
