import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../../lib/core/contracts/check.ts';
import type { NumberProfile } from '../../../../../lib/core/contracts/profile.ts';
import type { ColumnType } from '../../../../../lib/core/contracts/schema.ts';
import { changesSince } from '../../../../../lib/core/data/rules/changes.ts';
import { runs } from '../../../../_properties.ts';
import { breastCancer, generator, normal, profileOf, profilesOf, shuffled } from '../tables.ts';
import { contractFor } from '../typed-samples.ts';

/** Why one column is refused. */
function compareColumns(now: NumberProfile, before: NumberProfile, type: ColumnType = 'number'): Finding | undefined {
  const contract = contractFor({ [now.name]: type });
  const [is, was] = [now, before].map((column) => ({ v: 2 as const, rows: column.count, columns: [column] }));
  if (!is || !was) throw new Error('two profiles');
  return changesSince(is, was, contract).find(({ severity }) => severity === 'refuse');
}

const compare = (now: readonly number[], before: readonly number[]) =>
  compareColumns(profileOf(now), profileOf(before));
const sample = (n: number, seed: number, draw: (random: () => number) => number) => {
  const random = generator(seed);
  return Array.from({ length: n }, () => draw(random));
};

describe('real data', () => {
  const table = breastCancer();
  const fired = (now: readonly number[][], before: readonly number[][]) => {
    const earlier = profilesOf(before);
    return profilesOf(now).flatMap((profile, index) => {
      const finding = earlier[index] && compareColumns(profile, earlier[index]);
      return finding ? [finding] : [];
    });
  };

  test('random halves differ in no column, in at least 99 of 100 splits', () => {
    const seed = Number(process.env['SLUICE_SEED']);
    let alarms = 0;
    for (let split = 0; split < 200; split++) {
      const rows = shuffled(table, generator(seed + split));
      if (fired(rows.slice(0, 284), rows.slice(284)).length > 0) alarms += 1;
    }
    expect(alarms, `seed ${seed}`).toBeLessThanOrEqual(2);
  });

  test('ten columns in millimetres are found, and no other', () => {
    // Mean, error and worst of radius, perimeter, compactness and a symmetry: whatever the columns, ten of thirty.
    const columns = [0, 2, 5, 8, 10, 12, 15, 20, 22, 25];
    const rows = shuffled(table, generator(7));
    const scaled = rows.slice(0, 284).map((row) => row.map((value, i) => (columns.includes(i) ? value * 10 : value)));
    const findings = fired(scaled, rows.slice(284));
    expect(findings.map(({ column }) => column).sort()).toEqual(columns.map((i) => `c${i}`).sort());
    for (const { rule, seen, cause } of findings) {
      expect(rule).toBe('unit-change');
      expect(seen).toContain('about 10 times larger');
      expect(cause).toBe('millimetres instead of centimetres?');
    }
  });
});

describe('units', () => {
  const metres = sample(5000, 1, (random) => 1.7 + 0.1 * normal(random));
  const incomes = sample(5000, 2, (random) => Math.exp(10 + normal(random)));
  test.each([
    [100, 'centimetres instead of metres, mm2 instead of cm2, or per cent instead of shares?'],
    [0.001, 'kilograms instead of grams, or seconds instead of milliseconds?'],
    [1 / 0.3048, 'feet instead of metres?'],
    [0.3048, 'metres instead of feet?'],
    [2.54, 'centimetres instead of inches?'],
    [0.45359237, 'kilograms instead of pounds?'],
    [1.609344, 'kilometres instead of miles?'],
    [60, 'minutes instead of hours, or seconds instead of minutes?'],
  ])('a factor of %d is named', (factor, cause) => {
    for (const values of [metres, incomes]) {
      const [now, before] = [values.slice(0, 2500), values.slice(2500)];
      expect(
        compare(
          now.map((value) => value * factor),
          before,
        ),
      ).toMatchObject({ rule: 'unit-change', cause });
      expect(compare(now, before)).toBeUndefined();
    }
  });

  test('Fahrenheit for Celsius, although the zero moves too', () => {
    const celsius = sample(2000, 3, (random) => 12 + 6 * normal(random));
    const fahrenheit = celsius.map((value) => value * 1.8 + 32);
    expect(compare(fahrenheit, celsius)?.cause).toBe('degrees Fahrenheit instead of Celsius?');
    expect(compare(celsius, fahrenheit)?.cause).toBe('degrees Celsius instead of Fahrenheit?');
  });

  test('standardised columns, whose median is about nothing', () => {
    const values = sample(2000, 4, normal);
    expect(
      compare(
        values.slice(0, 1000).map((value) => value * 10),
        values.slice(1000),
      )?.rule,
    ).toBe('unit-change');
    expect(compare(values.slice(0, 1000), values.slice(1000))).toBeUndefined();
  });

  test('around zero a wider column is not another unit', () => {
    for (const factor of [1.5, 1.609344, 1.8, 1 / 0.45359237, 2.54, 1 / 0.3048])
      for (const n of [300, 1500])
        for (let seed = 0; seed < 25; seed++) {
          const [now, before] = [sample(n, 2 * seed, normal), sample(n, 2 * seed + 1, normal)];
          const wider = now.map((value) => value * factor);
          expect(compare(wider, before)?.rule, `${factor} times, ${n} values, seed ${seed}`).toBeUndefined();
          expect(compare(before, wider)?.rule, `${factor} times less, ${n} values, seed ${seed}`).toBeUndefined();
        }
  });

  test('whole numbers that stay whole are not multiplied by 1.609: that is growth', () => {
    const counts = sample(4000, 8, (random) => Math.floor(100 * Math.exp(normal(random))));
    const grown = counts.map((value) => Math.round(value * 1.609));
    expect(compareColumns(profileOf(grown), profileOf(counts), 'integer')).toBeUndefined();
    // A target is a number by its declaration; what it holds are counts.
    expect(compareColumns(profileOf(grown), profileOf(counts), 'number')).toBeUndefined();
    const measured = counts.map((value) => value + 0.25);
    expect(
      compare(
        measured.map((value) => value * 1.609344),
        measured,
      )?.rule,
    ).toBe('unit-change');
  });

  test('columns that are mostly zero are compared by their other values', () => {
    const values = sample(4000, 5, (random) => (random() < 0.85 ? 0 : Math.exp(5 + normal(random))));
    expect(
      compare(
        values.slice(0, 2000).map((value) => value * 10),
        values.slice(2000),
      )?.rule,
    ).toBe('unit-change');
    expect(compare(values.slice(0, 2000), values.slice(2000))).toBeUndefined();
  });
});

describe('other changes', () => {
  const before = sample(1000, 6, (random) => 50 + 5 * normal(random));
  test.each<[string, number[], object | undefined]>([
    ['growth by half', before.map((value) => value * 1.5), undefined],
    [
      'growth like a mile, in a column that starts at zero',
      before.map((value) => (value - 50) * 1.609 + 50),
      undefined,
    ],
    ['a level far away', before.map((value) => value + 40), { rule: 'distribution-changed' }],
    ['a spread of another order', before.map((value) => (value - 50) * 12 + 50), { rule: 'distribution-changed' }],
    [
      'half of the rows in another unit',
      before.map((value, i) => (i % 2 ? value : value * 10)),
      { rule: 'distribution-changed' },
    ],
    ['a column that is stuck', before.map(() => 50), { cause: 'is the source stuck?' }],
    ['a column that is empty', before.map(() => Number.NaN), { cause: 'is the source gone?' }],
    ['too few values to tell', before.slice(0, 20).map((value) => value * 10), undefined],
  ])('%s', (_, now, finding) => {
    if (finding) expect(compare(now, before)).toMatchObject(finding);
    else expect(compare(now, before)).toBeUndefined();
  });

  test('codes are constant in a file of one year, one season or one month', () => {
    const year = sample(8000, 9, (random) => Math.floor(random() * 12));
    for (const codes of [year, year.map((month) => Math.floor(month / 3)), year.map((month) => month % 2)])
      for (const value of new Set(codes)) expect(compare(new Array(700).fill(value), codes)).toBeUndefined();
    const hours = sample(8000, 10, (random) => Math.floor(random() * 500));
    expect(compare(new Array(700).fill(8), hours)?.cause).toBe('is the source stuck?');
  });

  test('flags, rare flags, small counts and heavy tails do not cry wolf between random halves', () => {
    const alarms: string[] = [];
    const tries = runs(300);
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 60, max: 800 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (seed, n, p) => {
          const draws: ((random: () => number) => number)[] = [
            (random) => (random() < p ? 1 : 0),
            (random) => Math.floor(Math.log(1 - random()) / Math.log(p)),
            (random) => (random() < p ? 0 : Math.exp(2 * normal(random))),
            (random) => Math.round(3 * normal(random)),
          ];
          for (const [kind, draw] of draws.entries()) {
            const found = compare(sample(n, seed, draw), sample(n, seed + 1, draw));
            if (found) alarms.push(`draw ${kind}, seed ${seed}, ${n} values, p ${p}: ${found.rule}, ${found.seen}`);
          }
        },
      ),
      { numRuns: tries },
    );
    // Chance makes quartiles that surely differ too: one alarm in 90,000 tries was seen. Four of 300 are 10^-11.
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(3 + tries / 1000);
  });
});
