import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Profile } from '../../../../lib/core/contracts/profile.ts';
import { derive, withDerived } from '../../../../lib/core/data/profile/derive/derive.ts';
import { outcomeOf } from '../../../../lib/core/data/profile/derive/outcome.ts';
import { probeLoss } from '../../../../lib/core/data/profile/derive/probe.ts';
import { relationOn } from '../../../../lib/core/data/profile/derive/relation.ts';
import { generator, normal } from './tables.ts';
import { contractFor, typedSampleOf } from './typed-samples.ts';

const text = (value: number): string => (Number.isNaN(value) ? '' : String(value));

describe('correlations', () => {
  const contract = contractFor({ a: 'number', b: 'integer', c: 'text', t: 'timestamp' });
  const cell = fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined, freq: 8 });
  test('are those of the rows that hold both', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, fc.integer({ min: -9, max: 9 })), { minLength: 10 }), (rows) => {
        const cells = rows.map(([a, b, y]) =>
          [a, b, undefined, undefined, y].map((v) => (v === undefined ? '' : `${v}`)),
        );
        const { correlations } = derive(typedSampleOf(cells, contract), contract);
        expect(correlations?.columns).toEqual(['a', 'b', 'y']);
        const pairs = [
          [0, 1],
          [0, 2],
          [1, 2],
        ] as const;
        pairs.forEach(([p, q], index) => {
          const both = rows.flatMap((row) =>
            row[p] === undefined || row[q] === undefined ? [] : [[row[p], row[q]] as const],
          );
          const expected = both.length < 10 ? undefined : pearson(both);
          const found = correlations?.values[index];
          if (expected === undefined || Number.isNaN(expected)) expect(found).toBeNull();
          else expect(found).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  test('a large offset takes no digits', () => {
    const random = generator(3);
    const rows = Array.from({ length: 500 }, () => {
      const x = random();
      return [`${1e9 + x}`, `${Math.round(1000 * random())}`, '', '', `${1e9 + x}`];
    });
    const found = derive(typedSampleOf(rows, contract), contract).correlations?.values[1];
    expect(found).toBeCloseTo(1, 9);
  });
});

function pearson(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const mean = (side: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[side], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (of: (x: number, y: number) => number): number =>
    pairs.reduce((total, [x, y]) => total + of(x - mx, y - my), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

describe('relation to the target', () => {
  const contract = contractFor({ x: 'number', level: 'category', at: 'timestamp' });
  test('every row with both is in one group, with its target', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
            fc.constantFrom('a', 'b', ''),
            fc.integer(),
          ),
          { minLength: 2, maxLength: 300 },
        ),
        (rows) => {
          const cells = rows.map(([x, level, y]) => [`${x}`, level, '2026-01-02T03:04:05Z', `${y}`]);
          const sample = typedSampleOf(cells, contract);
          const [x, level, at] = derive(sample, contract).columns;
          const all = { rows: rows.length, sum: rows.reduce((sum, [, , y]) => sum + y, 0) };
          for (const relation of [x?.relation, at?.relation]) {
            if (!relation) continue;
            expect(relation.rows.length).toBe(relation.groups.length + 1);
            expect(total(relation.rows)).toBe(all.rows);
            expect(total(relation.sum)).toBe(all.sum);
          }
          expect(at?.relation?.rows[3]).toBe(rows.length);
          if (level?.relation) expect(total(level.relation.rows)).toBe(rows.filter(([, text]) => text !== '').length);
          const outcome = outcomeOf(sample, contract);
          if (x?.relation && outcome)
            expect(relationOn(x.relation.groups, sample, 0, 'number', outcome)).toEqual(x.relation);
        },
      ),
    );
  });

  test('few values are a group each, and the bound is in its group', () => {
    const rows = [1, 1, 2, 3, 3, 3].map((x, row) => [`${x}`, '', '', `${row}`]);
    expect(derive(typedSampleOf(rows, contract), contract).columns[0]?.relation).toMatchObject({
      groups: [1, 2],
      rows: [2, 1, 3],
      sum: [1, 2, 12],
    });
  });
});
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

test('times by hour and weekday, and the most frequent numbers', () => {
  const contract = contractFor({ at: 'timestamp', n: 'integer' });
  const rows = [
    ['1970-01-01T05:59:59Z', '7', '1'],
    ['1969-12-31T23:00:00Z', '7', '1'],
    ['2026-11-22T00:00:00+02:00', '8', '1'],
  ];
  const [at, n] = derive(typedSampleOf(rows, contract), contract).columns;
  // Thursday, Wednesday, and Saturday 22:00 UTC.
  expect(at?.hours?.flatMap((count, hour) => (count ? [hour] : []))).toEqual([5, 22, 23]);
  expect(at?.weekdays).toEqual([0, 0, 0, 1, 1, 0, 1]);
  expect(n?.top).toEqual([{ value: 7, share: 2 / 3 }]);
});

describe('probe of the labels', () => {
  const contract = contractFor({ x: 'number', z: 'number', group: 'category' }, ['no', 'yes']);
  const table = (rows: number, seed: number, flipped: number): string[][] => {
    const random = generator(seed);
    return Array.from({ length: rows }, () => {
      const [x, z, group] = [normal(random), random() < 0.1 ? Number.NaN : normal(random), random() < 0.4 ? 'a' : 'b'];
      const yes = random() < 1 / (1 + Math.exp(-(0.5 + 2 * x + (group === 'a' ? -1.5 : 0)))) !== random() < flipped;
      return [text(x), text(z), group, yes ? 'yes' : 'no'];
    });
  };
  const sample = typedSampleOf(table(8000, 1, 0), contract);
  const { probe } = derive(sample, contract);
  const loss = (rows: string[][]) => {
    const seen = typedSampleOf(rows, contract);
    if (!probe) throw new Error('no probe');
    return probeLoss(probe, seen, contract, outcomeOf(seen, contract) ?? new Float64Array());
  };

  test('finds the weights that made the labels', () => {
    const [x, z] = probe?.numbers ?? [];
    // By standard deviation of the clipped values, a little below 1.
    expect((x?.weight ?? 0) / (x?.scale ?? 1)).toBeGreaterThan(1.8);
    expect((x?.weight ?? 0) / (x?.scale ?? 1)).toBeLessThan(2.3);
    expect(Math.abs(z?.weight ?? 1)).toBeLessThan(0.12);
    const [a, b] = ['a', 'b'].map((level) => probe?.levels.find((known) => known.level === level)?.weight ?? 0);
    expect((a ?? 0) - (b ?? 0)).toBeCloseTo(-1.5, 0);
  });

  test('its loss on fresh rows is that on held-out ones, and rises with flipped labels', () => {
    const held = probe?.loss ?? { rows: 0, mean: 0, sd: 0 };
    const error = (rows: number): number => held.sd * Math.sqrt(1 / rows + 1 / held.rows);
    const fresh = loss(table(4000, 2, 0));
    expect(Math.abs(fresh.mean - held.mean)).toBeLessThan(4 * error(4000));
    expect(loss(table(4000, 3, 0.1)).mean - held.mean).toBeGreaterThan(4 * error(4000));
  });

  test('says nothing of a regression, or of few labels', () => {
    expect(derive(typedSampleOf(table(60, 4, 0), contract), contract).probe).toBeUndefined();
    const numbers = contractFor({ x: 'number', z: 'number', group: 'category' });
    const rows = table(2000, 4, 0).map((row) => [...row.slice(0, 3), row[0] ?? '']);
    expect(derive(typedSampleOf(rows, numbers), numbers).probe).toBeUndefined();
  });
});

test('all of it is a profile of version 2', () => {
  const contract = contractFor({ x: 'number', group: 'category', flag: 'boolean' }, ['no', 'yes']);
  const rows = Array.from({ length: 400 }, (_, i) => [
    `${i % 37}`,
    i % 3 ? 'p' : 'q',
    'true',
    i % 7 > 2 ? 'yes' : 'no',
  ]);
  const empty = { count: 0, nulls: 0 };
  const category = { ...empty, kind: 'category' as const, levels: [], other: { levels: 0, count: 0 } };
  const profile = withDerived(
    {
      v: 2,
      rows: 0,
      columns: [
        { ...empty, name: 'x', kind: 'number', edges: [], counts: [0] },
        { ...category, name: 'group' },
        { ...category, name: 'flag' },
      ],
      target: { ...category, name: 'y' },
    },
    derive(typedSampleOf(rows, contract), contract),
  );
  expect(Profile.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  expect(profile.columns.map((column) => column.relation !== undefined)).toEqual([true, true, false]);
});
