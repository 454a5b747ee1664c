import { describe, expect, test } from 'vitest';
import { DataDiff } from '../../../../../lib/core/contracts/data-diff.ts';
import type { Profile } from '../../../../../lib/core/contracts/profile.ts';
import type { ColumnType, DatasetSchema } from '../../../../../lib/core/contracts/schema.ts';
import { levelDistance, numberDistance } from '../../../../../lib/core/data/identity/diff/column-distance.ts';
import { compareDatasets } from '../../../../../lib/core/data/identity/diff/compare-datasets.ts';
import { rowsDigest } from '../../../../../lib/core/data/identity/rows-digest.ts';
import { kolmogorovSmirnov } from '../../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { placedCounts } from '../../../../../lib/core/drift/statistics/placed-counts.ts';
import { generator, levelsOf, normal, profileOf } from '../tables.ts';
import { netstring, piece } from './_rows.ts';

const exactDistance = (a: readonly number[], b: readonly number[]): number =>
  kolmogorovSmirnov(placedCounts({ baseline: Float64Array.from(a).sort(), now: Float64Array.from(b).sort() }))?.d ?? 0;

type Row = readonly [size: number, plan: string];
const SCHEMA: DatasetSchema = {
  v: 1,
  task: 'regression',
  columns: [{ name: 'plan', type: 'category' }],
  target: { name: 'size', type: 'number' },
};
const TYPES = new Map<string, ColumnType>([
  ['plan', 'category'],
  ['size', 'number'],
]);

const levels = (all: readonly string[], name = 'plan') => {
  return levelsOf(all, name);
};

function dataset(name: string, rows: readonly Row[]) {
  const digest = rowsDigest(SCHEMA);
  const all = piece(rows.map(([size, plan]) => netstring(plan) + netstring(String(size))));
  digest.add(all.bytes, all.ends, all.rows);
  const { digest: id, chunks } = digest.finish();
  const profile: Profile = {
    v: 1,
    rows: rows.length,
    columns: [levels(rows.map(([, plan]) => plan))],
    target: profileOf(
      rows.map(([size]) => size),
      'size',
    ),
  };
  return { name, dataset: id, profile, types: TYPES, chunks: { list: chunks, target: 'size', id: undefined } };
}

const random = generator(5);
const ROWS: Row[] = Array.from({ length: 20_000 }, (_, i) => [random(), `p${i % 3}`]);

describe('two datasets', () => {
  test('that are the same have no difference', () => {
    const diff = DataDiff.parse(compareDatasets(dataset('a', ROWS), dataset('b', ROWS)));
    expect(diff).toMatchObject({ verdict: 'equal', changes: [], unchanged: 2, rows: { equal: 20_000, ranges: [] } });
  });

  test('that differ in one row differ in the range around it, and in the columns of the cell', () => {
    const changed = ROWS.with(15_000, [5, ROWS[15_000]?.[1] ?? '']);
    const diff = DataDiff.parse(compareDatasets(dataset('a', ROWS), dataset('b', changed)));
    expect(diff).toMatchObject({ verdict: 'changed', unchanged: 1, changes: [{ column: 'size', kind: 'number' }] });
    const [range, ...more] = diff.rows?.ranges ?? [];
    expect(more).toEqual([]);
    expect(range?.before).toEqual(range?.after);
    expect(range?.before.first).toBeLessThanOrEqual(15_001);
    expect((range?.before.first ?? 0) + (range?.before.rows ?? 0)).toBeGreaterThan(15_001);
    expect(range?.before.rows).toBeLessThan(12_000);
    expect(diff.rows?.equal).toBe(20_000 - (range?.before.rows ?? 0));
  });

  test('of which one is longer have the rows behind the end as their last range', () => {
    const longer: Row[] = [...ROWS, ...ROWS.slice(0, 900)];
    const { rows } = compareDatasets(dataset('a', ROWS), dataset('b', longer));
    const range = rows?.ranges.at(-1);
    expect((range?.after.first ?? 0) + (range?.after.rows ?? 0)).toBe(20_901);
    expect((range?.before.first ?? 0) + (range?.before.rows ?? 0)).toBe(20_001);
  });

  test('largest effect first', () => {
    const other = ROWS.map(([size], i): Row => [size + 0.01, i % 3 === 0 ? 'p0' : 'new']);
    const diff = DataDiff.parse(compareDatasets(dataset('a', ROWS), dataset('b', other)));
    expect(diff.changes.map(({ column }) => column)).toEqual(['plan', 'size']);
    expect(diff.changes[0]).toMatchObject({
      effect: expect.closeTo(2 / 3, 3),
      levels: [{ value: 'new', before: 0 }, {}, {}],
    });
    expect(diff.changes[1]?.effect).toBeCloseTo(0.01, 2);
  });

  test('that have other columns say which, and no rows are compared by chunks', () => {
    const a = dataset('a', ROWS.slice(0, 100));
    const b = dataset('b', ROWS.slice(0, 100));
    const renamed = {
      ...b,
      profile: { ...b.profile, columns: [{ ...levels(['x'], 'tariff') }] },
      types: new Map<string, ColumnType>([
        ['tariff', 'category'],
        ['size', 'integer'],
      ]),
    };
    const diff = DataDiff.parse(compareDatasets(a, renamed));
    expect(diff).toMatchObject({
      added: ['tariff'],
      removed: ['plan'],
      retyped: [{ column: 'size', before: 'number', after: 'integer' }],
    });
    expect(diff.rows).toBeUndefined();
  });

  test('without anything to compare rows by are alike at best', () => {
    const bare = ({ name, profile, types }: ReturnType<typeof dataset>) => ({ name, profile, types });
    expect(compareDatasets(bare(dataset('a', ROWS)), bare(dataset('b', ROWS))).verdict).toBe('alike');
  });
});

describe('the distance of two columns', () => {
  test('of numbers is that of Kolmogorov and Smirnov, within a bin', () => {
    const draw = generator(9);
    for (const shift of [0, 0.2, 1]) {
      const [a, b] = [0, shift].map((by) => Array.from({ length: 3000 }, () => normal(draw) + by));
      const exact = exactDistance(a ?? [], b ?? []);
      expect(Math.abs((numberDistance(profileOf(a ?? []), profileOf(b ?? [])) ?? 0) - exact)).toBeLessThan(1 / 256);
    }
  });

  test('of few numbers is exact', () => {
    for (const [a, b] of [
      [
        [1, 1, 2, 3],
        [1, 2, 2, 3],
      ],
      [
        [0, 0, 0],
        [1, 1],
      ],
      [
        [0, 5],
        [2, 2, 2],
      ],
      [[4], [4]],
    ] as const)
      expect(numberDistance(profileOf(a), profileOf(b))).toBeCloseTo(exactDistance(a, b), 12);
  });

  test('of levels is half the sum of the differences of shares', () => {
    expect(levelDistance(levels(['a', 'a', 'b', 'b']), levels(['a', 'c', 'c', 'c']))).toBeCloseTo(0.75, 12);
    expect(levelDistance(levels(['']), levels(['a']))).toBeUndefined();
  });
});
