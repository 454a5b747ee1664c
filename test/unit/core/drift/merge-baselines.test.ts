import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DriftBaseline } from '../../../../lib/core/contracts/drift-baseline.ts';
import type { NumberProfile } from '../../../../lib/core/contracts/profile.ts';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { binCounts } from '../../../../lib/core/data/profile/quantiles.ts';
import { storedBaseline } from '../../../../lib/core/drift/stored/baseline.ts';
import { mergeBaselines } from '../../../../lib/core/drift/stored/merge.ts';
import { runs } from '../../../_properties.ts';
import { profileOf } from './profile.ts';

const COLUMNS: SchemaColumn[] = [
  { name: 'size', type: 'number' },
  { name: 'plan', type: 'category' },
];
const EDGES = [-5, 0, 1.5, 7];
const LEVELS = ['basic', 'pro'];

type Row = readonly [size: number | null, plan: string | null];

/** On bins and levels that were there before, as rows beyond them show. */
function numbersOf(name: string, cells: readonly (number | null)[]): NumberProfile {
  const values = Float64Array.from(cells.filter((cell) => cell !== null)).sort();
  const count = values.length;
  const known = count === 0 ? {} : { min: values[0], max: values.at(-1), mean: values.reduce((a, b) => a + b) / count };
  return {
    name,
    kind: 'number',
    count,
    nulls: cells.length - count,
    ...known,
    edges: EDGES,
    counts: binCounts(values, EDGES),
  };
}

function baselineOf(rows: readonly Row[]): DriftBaseline {
  const plans = rows.map(([, plan]) => plan);
  const filled = plans.filter((plan) => plan !== null);
  const rest = filled.filter((plan) => !LEVELS.includes(plan)).length;
  const plan = {
    ...{ name: 'plan', kind: 'category' as const, count: filled.length, nulls: rows.length - filled.length },
    levels: LEVELS.map((value) => ({ value, count: filled.filter((plan) => plan === value).length })),
    other: { levels: 1, count: rest },
  };
  const profile = {
    ...profileOf(
      numbersOf(
        'size',
        rows.map(([size]) => size),
      ),
      plan,
    ),
    rows: rows.length,
  };
  const sizes = rows.map(([size]) => size ?? 0);
  const squares = sizes.reduce((sum, size) => sum + Math.round(size) ** 2, 0);
  return storedBaseline(profile, COLUMNS, {
    predictions: numbersOf(
      'predictions',
      rows.map(([size]) => size),
    ),
    correlations: { rows: rows.length, sums: [squares, -squares], higher: [squares] },
  });
}

const row = fc.tuple(
  fc.option(fc.integer({ min: -80, max: 80 }).map((value) => value / 8)),
  fc.option(fc.constantFrom('basic', 'pro', 'gold')),
);

/** Means to rounding. */
const rounded = (baseline: DriftBaseline): unknown =>
  JSON.parse(JSON.stringify(baseline, (key, value) => (key === 'mean' ? Number((value as number).toFixed(9)) : value)));

it('the parts of the data make the baseline of the whole, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.nat(60), fc.nat(60), (rows, i, j) => {
      const [from, to] = [Math.min(i, j), Math.max(i, j)];
      const [a, b, c] = [rows.slice(0, from), rows.slice(from, to), rows.slice(to)].map(baselineOf) as [
        ...[DriftBaseline, DriftBaseline, DriftBaseline],
      ];
      const whole = rounded(baselineOf(rows));
      expect(rounded(mergeBaselines(mergeBaselines(a, b), c))).toEqual(whole);
      expect(rounded(mergeBaselines(c, mergeBaselines(b, a)))).toEqual(whole);
    }),
    { numRuns: runs(50) },
  );
});

it('what was counted on other bins, levels or columns is no part of it', () => {
  const ours = baselineOf([[1, 'basic']]);
  const [size, plan] = ours.columns;
  if (size?.kind !== 'number' || plan?.kind !== 'category') throw new Error('kinds');
  const other =
    (columns: DriftBaseline['columns']): (() => unknown) =>
    () =>
      mergeBaselines(ours, { ...ours, columns });
  expect(other([{ ...size, edges: 'AAAA' }, plan])).toThrow('size: the two baselines have other bins');
  expect(other([size, { ...plan, levels: ['pro', 'basic'] }])).toThrow('plan: the two baselines have other levels');
  expect(other([plan, size])).toThrow('size: the two baselines have other columns');
  expect(other([size])).toThrow('the two baselines have other columns');
});
