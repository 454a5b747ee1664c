/** False alarms of a comparison: two sets of random rows of one table, at five sizes, and sizes that differ. */
import { FALSE_ALARMS } from '../../../../lib/core/drift/compare/level.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { atLeast, percent } from '../binomial.ts';
import { changedColumns, compared } from './compare.ts';
import { JUDGES, judgedBy } from './peers.ts';
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

/** The size that all judges can be asked at: NannyML wants many times as many rows before as now. */
const PEERS_SIZE = '10,000 v 500';
/** Of the pairs of that size, the first ones: an answer of others takes seconds. */
const PEERS_SHARE = 1 / 12;
const FEW = 5;

export const clean: Proof = {
  name: 'clean',
  claim: `Two sets of random rows of one table have any column called in at most ${100 * FALSE_ALARMS} % of comparisons, whatever their size.`,
  counted: 'pairs compared',
  fullSize: 600,
  leastSize: 6,
  sizeMeans: 'pairs at each size',
  units: (_, size) => (size < ENOUGH ? SHORT : [...SIZES, ...JUDGES.map(({ name }) => name)]),
  async run(unit, seed, size): Promise<Outcome> {
    const judge = JUDGES.find(({ name }) => name === unit);
    if (judge) return others(judge, seed, Math.max(FEW, Math.round(size * PEERS_SHARE)));
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
      `Others, with their defaults, on the first of the pairs of ${PEERS_SIZE} rows:`,
      '',
      '| | pairs | any column called | columns called | it broke |',
      '|---|---|---|---|---|',
      ...JUDGES.map(({ name }) => name).flatMap((name) => {
        const [of = 0, columns = 0] = [tally[`${name} | of`], tally[`${name} | columns`]];
        const [called = 0, all = 0] = [tally[`${name} | called`], tally[`${name} | columns called`]];
        return of === 0
          ? []
          : [
              `| ${name} | ${of} | ${percent(called, of)} | ${percent(all, columns)} | ${tally[`${name} | broke`] ?? 0} |`,
            ];
      }),
      '',
      ...Object.keys(tally)
        .filter((name) => name.startsWith('skipped'))
        .map((name) => `- ${name}`),
    ];
  },
};

async function others(judge: (typeof JUDGES)[number], seed: number, size: number): Promise<Outcome> {
  const [before = 0, now = 0] = PEERS_SIZE.split(' v ').map((rows) => Number(rows.replace(',', '')));
  const { names } = tables();
  const pairs = Array.from({ length: size }, (_, i) =>
    cleanPair(names[(seed + i) % names.length] ?? '', before, now, (seed + 7919 * i) | 0),
  ).filter((pair) => pair !== undefined);
  const verdicts = await judgedBy(judge, pairs);
  if ('missing' in verdicts) return { ok: true, count: 0, tally: { [`skipped: ${verdicts.missing}`]: 1 } };
  const answered = verdicts.filter(({ broke }) => broke === undefined);
  const tally = {
    [`${judge.name} | of`]: answered.length,
    [`${judge.name} | broke`]: verdicts.length - answered.length,
    [`${judge.name} | called`]: answered.filter(({ columns }) => columns.length > 0).length,
    [`${judge.name} | columns called`]: answered.reduce((sum, { columns }) => sum + columns.length, 0),
    [`${judge.name} | columns`]: pairs.reduce(
      (sum, { header }, i) => sum + (verdicts[i]?.broke ? 0 : header.length),
      0,
    ),
  };
  const broke = verdicts.find((verdict) => verdict.broke)?.broke;
  return { ok: true, count: pairs.length, tally, ...(broke ? { detail: broke } : {}) };
}
