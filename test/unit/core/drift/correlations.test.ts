import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { withKernelCells } from '../../../../lib/core/data/columns/kernel-cells.ts';
import { TextRows } from '../../../../lib/core/data/readers/text-rows.ts';
import { baselineColumns, type CorrelationsBaseline, versionBaseline } from '../../../../lib/core/drift/baseline.ts';
import { changeOfCorrelations, effectOf } from '../../../../lib/core/drift/correlations/change.ts';
import { OF_BASELINE, OF_WINDOW, ScoreCounter } from '../../../../lib/core/drift/correlations/counter.ts';
import { binScores, scoredColumns } from '../../../../lib/core/drift/correlations/scores.ts';
import { correlationsSeasonP } from '../../../../lib/core/drift/correlations/season.ts';
import { mergeReferences, pairsOf, type ReferenceSums } from '../../../../lib/core/drift/correlations/sums.ts';
import { type Random, seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { runs } from '../../../_properties.ts';
import { categoryProfile, normal, numberProfile, profileOf } from './profile.ts';

const COLUMNS: SchemaColumn[] = [
  { name: 'heavy', type: 'number' },
  { name: 'near', type: 'number', nulls: ['?'] },
  { name: 'grade', type: 'integer' },
  { name: 'plan', type: 'category' },
  { name: 'since', type: 'timestamp' },
];

/** Heavy tails, a column that goes with it, five grades that hardly vary, a text that goes with the grade; some missing. */
function row(random: Random, alone = false): string[] {
  const gauss = normal(random);
  const x = gauss() / Math.max(0.01, Math.abs(gauss()));
  const y = (alone ? gauss() : Math.sign(x) * Math.log1p(Math.abs(x))) + 0.7 * gauss();
  const grade = random() < 0.9 ? 3 : Math.floor(5 * random());
  const plan = random() < (grade === 3 ? 0.8 : 0.2) ? 'basic' : 'pro';
  return [String(x), random() < 0.05 ? '?' : String(y), String(grade), plan, '2026-01-01'];
}
const rows = (seed: string, count: number, alone = false): string[][] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => row(random, alone));
};

const TRAINING = rows('training', 4_000);
const PROFILE = profileOf(
  numberProfile(
    'heavy',
    TRAINING.map(([x]) => Number(x)),
  ),
  numberProfile(
    'near',
    TRAINING.flatMap(([, y]) => (y === '?' ? [] : [Number(y)])),
  ),
  numberProfile(
    'grade',
    TRAINING.map(([, , grade]) => Number(grade)),
  ),
  categoryProfile('plan', { basic: 2_960, pro: 1_040 }),
  numberProfile('since', [0]),
);
const FEATURES = baselineColumns(PROFILE, COLUMNS);

function sums(counted: readonly (readonly string[])[], counting = OF_WINDOW): ReferenceSums {
  const counter = new ScoreCounter(scoredColumns(FEATURES), counting);
  const texts = new TextRows(COLUMNS.length);
  for (const cells of counted) texts.add(1, cells);
  const batch = texts.batch();
  withKernelCells(batch, (cells) => counter.add(batch, cells));
  return counter.counts();
}

function baselineOf(reference: ReferenceSums): CorrelationsBaseline {
  const found = versionBaseline(PROFILE, COLUMNS, { correlations: reference }).at(-1);
  if (found?.kind !== 'correlations') throw new Error('no correlations');
  return found;
}
const BASELINE = baselineOf(sums(TRAINING, OF_BASELINE));

describe('scores', () => {
  it('are middle ranks, the smallest below and the largest above all', () => {
    expect([...binScores([0, 50, 0, 50, 0])]).toEqual([-128, -64, 0, 64, 128]);
  });
  it('are of numbers first, then of texts with a common level, without times', () => {
    expect(scoredColumns(FEATURES).map(({ name }) => name)).toEqual(['heavy', 'near', 'grade', 'plan']);
    const rare = categoryProfile('plan', { basic: 3_999, pro: 1 });
    const features = baselineColumns(profileOf(rare, numberProfile('grade', [3, 3])), COLUMNS);
    expect(scoredColumns(features)).toEqual([]);
  });
});

describe('sums', () => {
  it('of parts are those of the whole, exactly', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (from, to) => {
        const [a, b] = [Math.min(from, to), Math.max(from, to)];
        const parts = [TRAINING.slice(0, a), TRAINING.slice(a, b), TRAINING.slice(b, 300)];
        const whole = parts.map((part) => sums(part, OF_BASELINE)).reduce(mergeReferences);
        expect(whole).toEqual(sums(TRAINING.slice(0, 300), OF_BASELINE));
      }),
      { numRuns: runs(20) },
    );
  });
  it('give the correlation of the scores, and the spread of a row on it', () => {
    // The same by way of the rows: each one's influence on the correlation.
    const some = TRAINING.slice(0, 1_000);
    const baseline = baselineOf(sums(some, OF_BASELINE));
    const each = some.map((cells) => sums([cells], OF_BASELINE).sums);
    for (const { a, b, r, sd, most, width } of baseline.pairs) {
      const column = (at: number): number[] => {
        const values = each.map((one) => one[at] ?? 0);
        const mean = values.reduce((x, y) => x + y) / values.length;
        const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
        return values.map((value) => (value - mean) / spread);
      };
      const [x, y] = [column(a), column(b)];
      const mean = (of: (x: number, y: number) => number): number =>
        x.reduce((sum, value, i) => sum + of(value, y[i] ?? 0), 0) / x.length;
      expect(r).toBeCloseTo(
        mean((p, q) => p * q),
        10,
      );
      const influences = x.map((p, i) => p * (y[i] ?? 0) - (r * (p ** 2 + (y[i] ?? 0) ** 2)) / 2);
      expect(sd).toBeCloseTo(Math.sqrt(influences.reduce((sum, value) => sum + value ** 2, 0) / x.length), 8);
      const [least, largest] = [Math.min(...influences), Math.max(...influences)];
      expect(Math.max(-least, largest)).toBeLessThanOrEqual(most);
      expect(largest - least).toBeLessThanOrEqual(width);
    }
    expect(BASELINE.pairs.map(({ a, b }) => [a, b])).toEqual(pairsOf(4));
  });
  it('of a window stop at 20,000 rows', () => {
    expect(sums([...TRAINING, ...TRAINING, ...TRAINING, ...TRAINING, ...TRAINING, ...TRAINING]).rows).toBe(20_000);
  });
});

describe('the score of all pairs', () => {
  it('keeps its level on clean windows of tied and heavy-tailed columns', () => {
    // Parameters are chosen so that a limit law is too sure: few rows, a grade that hardly varies.
    const least = Array.from({ length: 150 }, (_, i) => {
      const baseline = baselineOf(sums(rows(`reference ${i}`, 400), OF_BASELINE));
      return changeOfCorrelations(baseline, sums(rows(`window ${i}`, 200))).p;
    });
    expect(least.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(7);
    expect(Math.min(...least)).toBeGreaterThan(1e-3);
  });
  it('finds a correlation that broke at 2,000 rows, where no column moved', () => {
    const { p, effect, surest } = changeOfCorrelations(BASELINE, sums(rows('broken', 2_000, true)));
    expect(p).toBeLessThan(1e-6);
    expect(effect).toBeGreaterThan(0.03);
    expect([surest?.pair.a, surest?.pair.b]).toEqual([0, 1]);
    expect(surest?.r).toBeCloseTo(0, 1);
  });
  it('leaves the pairs of columns that moved themselves to these', () => {
    const window = sums(rows('broken', 2_000, true));
    const { p, surest } = changeOfCorrelations(BASELINE, window, new Set([1]));
    expect(p).toBe(1);
    expect(surest?.pair).not.toMatchObject({ a: 0, b: 1 });
  });
  it('is not moved by a column that moved alone, nor by an empty window, nor by one value', () => {
    const shifted = rows('shifted', 2_000).map(([x = '', ...rest]) => [String(Number(x) + 1), ...rest]);
    expect(changeOfCorrelations(BASELINE, sums(shifted)).p).toBeGreaterThan(0.1);
    expect(changeOfCorrelations(BASELINE, sums([]))).toMatchObject({ p: 1, effect: 0 });
    const stuck = rows('stuck', 2_000).map(([, ...rest]) => ['1', ...rest]);
    expect(changeOfCorrelations(BASELINE, sums(stuck)).p).toBe(1);
  });
  it('has no pairs where nothing can be compared', () => {
    const empty = sums([], OF_BASELINE);
    expect(versionBaseline(PROFILE, COLUMNS, { correlations: empty })).toHaveLength(COLUMNS.length);
    expect(versionBaseline(PROFILE, COLUMNS, { correlations: { ...empty, sums: [1] } })).toHaveLength(COLUMNS.length);
  });
});

it('the effect of normal pairs is the PSI of their joint distributions', () => {
  expect(effectOf(0, 0.2)).toBeCloseTo(0.0416667, 6);
  expect(effectOf(0.5, 0.5)).toBe(0);
  expect(effectOf(1, -1)).toBeGreaterThan(100);
  expect(effectOf(0.3, undefined)).toBe(0);
});

describe('against last year', () => {
  const season = (alone: boolean) =>
    Array.from({ length: 7 }, (_, i) => ({
      kind: 'correlations' as const,
      name: 'correlations',
      ...sums(rows(`year ${i}`, 1_000, alone)),
    }));
  const broken = sums(rows('now', 2_000, true));
  it('what was so last year is no finding, what was not is one', () => {
    expect(correlationsSeasonP(BASELINE, broken, season(true))).toBeGreaterThan(0.01);
    expect(correlationsSeasonP(BASELINE, broken, season(false))).toBeLessThan(1e-4);
  });
  it('needs spans to compare with', () => {
    expect(correlationsSeasonP(BASELINE, broken, season(false).slice(0, 1))).toBe(1);
    expect(correlationsSeasonP(BASELINE, broken, [{ kind: 'unknown', name: 'correlations' }])).toBe(1);
  });
});
