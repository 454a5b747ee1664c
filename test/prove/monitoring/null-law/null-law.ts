/** The law of every test where nothing changed: windows of random rows of one table, against baselines of it. */
import { LEAST_EFFECT } from '../../../../lib/core/drift/decision.ts';
import { available } from '../../data/detection/tables.ts';
import { type Random, random } from '../../data/random.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { population } from '../years/population.ts';
import { DECIDES, pValues, TESTS, type Test } from './p-values.ts';

const LEVELS = [0.05, 0.01, 1e-3, 1e-4, 1e-5] as const;
/** Ties, heavy tails, many and rare levels, columns that hang together, gaps. */
const TABLES = ['adult', 'telco', 'wine-white', 'bike', 'made-up', 'shapes', 'correlated', 'levels'];
const BASELINES = [1000, 2000, 5000, 10_000];
const WINDOWS = [200, 400, 1000, 4000];
/** Windows against one baseline: they share its luck. */
const WINDOWS_A_BASELINE = 250;
/** Standard errors, over baselines, that are chance. */
const CHANCE = 4;
/** Tests that are exact, or made so in the far tail, are held; the limit laws are told beside them. */
const HELD: readonly Test[] = [...DECIDES, 'Kolmogorov-Smirnov', 'levels, exact', 'empty cells, exact'];
/** Approximations that are held to a tenth more than they say. */
const NEARLY: readonly Test[] = ['ranks, saddlepoint', 'beyond the range'];

export const nullLaw: Proof = {
  name: 'null law',
  claim:
    'Of windows in which nothing changed a p-value of the decision is at most a level in at most that share, from 5 % down to 1 in 100,000, on real tables and made-up ones with ties, heavy tails, rare levels and columns that hang together.',
  counted: 'windows judged',
  fullSize: 20_000,
  leastSize: 1000,
  sizeMeans: 'windows of each table',
  units: () => TABLES,
  run: async (unit, seed, size) =>
    !isPublic(unit) || available().names.includes(unit)
      ? judged(await counted(unit, size, random(seed, TABLES.indexOf(unit))))
      : { ok: true, count: 0, tally: { [`skipped: ${unit} is not there`]: 1 } },
  tell,
};

const isPublic = (name: string): boolean => ['adult', 'telco', 'wine-white', 'bike'].includes(name);

/** Of one test: columns tried, and at each level hits and, for their spread, the squares of the hits of each baseline. */
interface Hits {
  tried: number;
  readonly hits: number[];
  readonly squares: number[];
}

interface Counted {
  readonly windows: number;
  readonly baselines: number;
  readonly tests: ReadonlyMap<Test, Hits>;
  readonly psi: { tried: number; above: number };
}

export async function counted(table: string, windows: number, draws: Random): Promise<Counted> {
  const tests = new Map<Test, Hits>();
  const psi = { tried: 0, above: 0 };
  const baselines = Math.ceil(windows / WINDOWS_A_BASELINE);
  for (let i = 0; i < baselines; i++) {
    const { baseline, window } = await population(table, BASELINES[i % BASELINES.length] ?? 0, draws);
    const hits = new Map<Test, number[]>();
    for (let w = 0; w < WINDOWS_A_BASELINE; w++) {
      const found = pValues(baseline, window(WINDOWS[w % WINDOWS.length] ?? 0, draws));
      for (const [test, p] of found.p) {
        const all = entry(tests, test, () => ({ tried: 0, hits: LEVELS.map(() => 0), squares: LEVELS.map(() => 0) }));
        const own = entry(hits, test, () => LEVELS.map(() => 0));
        all.tried += 1;
        for (const [at, level] of LEVELS.entries()) if (p <= level) own[at] = (own[at] ?? 0) + 1;
      }
      psi.tried += found.psi.length;
      psi.above += found.psi.filter((each) => each >= LEAST_EFFECT).length;
    }
    for (const [test, own] of hits)
      for (const [at, count] of own.entries()) {
        const all = tests.get(test);
        if (!all) continue;
        all.hits[at] = (all.hits[at] ?? 0) + count;
        all.squares[at] = (all.squares[at] ?? 0) + count ** 2;
      }
  }
  return { windows: baselines * WINDOWS_A_BASELINE, baselines, tests, psi };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

export function judged({ windows, baselines, tests, psi }: Counted): Outcome {
  const short: string[] = [];
  const tally: Record<string, number> = { 'psi | tried': psi.tried, 'psi | above': psi.above };
  for (const [test, { tried, hits, squares }] of tests) {
    tally[`${test} | tried`] = tried;
    for (const [at, level] of LEVELS.entries()) {
      const [count = 0, square = 0] = [hits[at], squares[at]];
      tally[`${test} | ${level}`] = count;
      const error = Math.sqrt(Math.max(0, square - count ** 2 / baselines) * (baselines / Math.max(1, baselines - 1)));
      const allowed = level * tried * (NEARLY.includes(test) ? 1.1 : 1);
      if ((HELD.includes(test) || NEARLY.includes(test)) && count - CHANCE * error > allowed)
        short.push(`${test}: ${count} of ${tried} p-values at most ${level}`);
    }
  }
  return { ok: short.length === 0, count: windows, tally, ...(short.length > 0 ? { detail: short.join('\n') } : {}) };
}

function tell(tally: Readonly<Record<string, number>>): string[] {
  const rows = TESTS.flatMap((test) => {
    const tried = tally[`${test} | tried`] ?? 0;
    if (tried === 0) return [];
    const times = LEVELS.map((level) => {
      const hits = tally[`${test} | ${level}`] ?? 0;
      return ` ${(hits / (tried * level)).toFixed(2)} (${hits.toLocaleString('en-US')}) |`;
    });
    const name = DECIDES.some((each) => each === test) ? `**decision: ${test}**` : test;
    return [`| ${name} | ${tried.toLocaleString('en-US')} |${times.join('')}`];
  });
  const share = (100 * (tally['psi | above'] ?? 0)) / Math.max(1, tally['psi | tried'] ?? 0);
  return [
    'How many times as often as it says a p-value is at most a level (1 is right, below 1 is on the safe side), and in brackets how often:',
    '',
    `| test | columns | ${LEVELS.join(' | ')} |`,
    `|---|---|${LEVELS.map(() => '---|').join('')}`,
    ...rows,
    '',
    `By its size alone (a stability index of at least ${LEAST_EFFECT}) ${share.toFixed(1)} % of the columns would have been called.`,
    ...Object.keys(tally)
      .filter((name) => name.startsWith('skipped'))
      .map((name) => `- ${name}`),
  ];
}
