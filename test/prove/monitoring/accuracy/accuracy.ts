/** Every statistic of drift against SciPy. A unit is a shape and a size. */
import type { Outcome, Proof } from '../../proof.ts';
import { type Case, caseOf, type Figures, figuresOf } from './case.ts';
import { held, LEVELS } from './held.ts';
import { pairsOf, shapeNames } from './pairs.ts';
import { byScipy } from './scipy.ts';
import { readVectors } from './vectors.ts';

/** Both laws are exact of few values; of 100,000 the asymptotic one holds. */
const ROWS = [200, 5000, 100_000];
/** Pairs of the largest size are fewer. */
const MANY_ROWS = 50_000;
const COMMITTED = 'vectors of npm test';

export const accuracy: Proof = {
  name: 'accuracy',
  claim:
    'Every statistic of drift and every p-value is that of SciPy to six digits, of raw samples and of binned baselines, over twelve shapes and three sizes, with the same decisions at 0.05, 0.01 and 0.0001. On bins a Kolmogorov-Smirnov distance is never above that of the raw values, at most the largest bin below it, and equal where every value of the baseline is an edge.',
  counted: 'figures',
  fullSize: 30,
  sizeMeans: 'pairs of samples of each shape and size',
  units: () => [COMMITTED, ...shapeNames.flatMap((shape) => ROWS.map((rows) => `${shape}, ${rows} rows`))],
  run: async (unit, seed, size) => {
    if (unit === COMMITTED) return committed();
    const [, shape = '', rows] = /^([\w-]+), (\d+) rows$/.exec(unit) ?? [];
    const count = Number(rows) > MANY_ROWS ? Math.ceil(size / 3) : size;
    const cases = pairsOf(shape, Number(rows), count, seed).map(caseOf);
    const theirs = await byScipy(cases);
    const outcomes = cases.map((each, i) => outcomeOf(each, theirs.figures[i] ?? {}, Number(rows)));
    return merged(outcomes, `against SciPy ${theirs.version}`);
  },
};

/** What `npm test` takes for SciPy's is what SciPy says. */
async function committed(): Promise<Outcome> {
  const vectors = readVectors();
  const { version, figures } = await byScipy(vectors.map((each) => each.case));
  const outcomes = vectors.map((each, i): Outcome => {
    const { figures: count, wrong } = held(each.figures, figures[i] ?? {});
    return { ok: wrong.length === 0, count, detail: wrong.slice(0, 3).join('\n') };
  });
  return merged(outcomes, `against SciPy ${version}`);
}

function outcomeOf(each: Case, theirs: Figures, rows: number): Outcome {
  const ours = figuresOf(each);
  const { figures, nineDigits, decisions, wrong } = held(ours, theirs);
  const [raw = Number.NaN, binned = Number.NaN] = ['raw', 'binned'].map((how) => ours[`${how} Kolmogorov-Smirnov`]);
  const lost = raw - binned;
  const bound = isAllEdges(each) ? 0 : largestBin(each);
  if (!(lost > -1e-12 && lost <= bound + 1e-12))
    wrong.push(`binned Kolmogorov-Smirnov is ${binned}, ${lost} below that of the raw values`);
  const same = LEVELS.filter(
    (level) => (ours['raw Kolmogorov-Smirnov p'] ?? 1) < level === (ours['binned Kolmogorov-Smirnov p'] ?? 1) < level,
  );
  return {
    ok: wrong.length === 0,
    count: figures,
    detail: wrong.slice(0, 3).join('\n'),
    tally: {
      'figures that are equal to nine digits': nineDigits,
      'decisions that are the same by both': decisions,
      [`pairs of ${rows} rows`]: 1,
      [`of them, on bins a Kolmogorov-Smirnov distance within 0.0001 of the raw one (${rows} rows)`]: Number(
        lost <= 1e-4,
      ),
      'decisions on bins': LEVELS.length,
      'of them, as on the raw values': same.length,
    },
  };
}

/** An edge at each value, and one right after. */
const isAllEdges = ({ edges, baseline }: Case): boolean => 2 * new Set(baseline).size === edges.length;

/** Share of the baseline's values in its largest bin. */
function largestBin({ edges, baseline }: Case): number {
  let [largest, from] = [0, 0];
  for (const edge of [...edges.slice(1), Number.POSITIVE_INFINITY]) {
    let to = from;
    while (to < baseline.length && (baseline[to] as number) < edge) to += 1;
    largest = Math.max(largest, to - from);
    from = to;
  }
  return largest / baseline.length;
}

function merged(outcomes: readonly Outcome[], by: string): Outcome {
  const tally: Record<string, number> = { [`figures ${by}`]: 0 };
  let count = 0;
  for (const outcome of outcomes) {
    count += outcome.count;
    for (const [name, times] of Object.entries(outcome.tally ?? {})) tally[name] = (tally[name] ?? 0) + times;
  }
  tally[`figures ${by}`] = count;
  const wrong = outcomes.flatMap(({ ok, detail = '' }, i) => (ok ? [] : [`pair ${i}: ${detail}`]));
  return wrong.length === 0
    ? { ok: true, count, tally }
    : { ok: false, count, tally, detail: wrong.slice(0, 8).join('\n') };
}
