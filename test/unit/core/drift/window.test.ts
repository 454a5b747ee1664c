import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../../lib/core/data/profile/top-bin.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { booleanLevelOf, levelOf } from '../../../../lib/core/drift/cells.ts';
import { mergeSketches, QuantileSketch, sketchQuantile } from '../../../../lib/core/drift/sketch.ts';
import { DriftWindow, mergeWindows, type WindowCounts } from '../../../../lib/core/drift/window.ts';
import { categoryProfile, numberProfile, profileOf } from './profile.ts';

const PROFILE = profileOf(
  numberProfile('size', [1, 2, 2, 3, 5]),
  categoryProfile('plan', { basic: 3, pro: 2 }),
  categoryProfile('member', { '1': 3, '0': 2 }),
  numberProfile('since', [0, 86_400]),
);
const BASELINE = baselineColumns(PROFILE, [
  { name: 'size', type: 'number' },
  { name: 'plan', type: 'category' },
  { name: 'member', type: 'boolean' },
  { name: 'since', type: 'timestamp' },
  { name: 'lost', type: 'text' },
]);

function counted(rows: readonly (readonly string[])[]): WindowCounts {
  const window = new DriftWindow(BASELINE);
  for (const row of rows) window.add(row);
  return window.counts();
}

/** What one cell counts as: undefined = missing, NaN = no number. */
function countedAs(position: number, cell: string): number | undefined {
  const column = counted([['', '', '', '', ''].with(position, cell)]).columns[position];
  if (column?.kind !== 'number') throw new Error(`column ${position} counts no numbers`);
  return column.unparsable === 1 ? Number.NaN : column.min;
}

describe('cells are read as the runtimes read them', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    [' 1.5 ', 1.5],
    ['-1e3', -1000],
    ['.5', 0.5],
    ['0x10', Number.NaN],
    ['Infinity', Number.NaN],
    ['1e39', Number.NaN],
    ['1,5', Number.NaN],
    ['n/a', Number.NaN],
  ])('number %j', (cell, value) => expect(countedAs(0, cell)).toEqual(value));
  it.each([
    ['', undefined],
    ['1970-01-02', 86_400],
    ['1970-01-01T00:01', 60],
    ['1970-01-01 00:00:01.25', 1.25],
    ['1970-01-01T02:00:00+02:00', 0],
    ['1970-02-30', Number.NaN],
    ['yesterday', Number.NaN],
  ])('timestamp %j', (cell, value) => expect(countedAs(3, cell)).toEqual(value));
  it.each([
    ['TRUE', 'true'],
    [' 1 ', 'true'],
    ['n', 'false'],
    ['maybe', 'maybe'],
    [' ', undefined],
  ])('boolean %j', (cell, level) => expect(booleanLevelOf(cell)).toBe(level));
});

it.each([
  ['', undefined],
  ['  ', undefined],
  [' pro', ' pro'],
])('level %j', (cell, level) => expect(levelOf(cell)).toBe(level));

describe('baseline', () => {
  it('splits what lies above its largest value from that value', () => {
    const [size] = BASELINE;
    expect(size).toMatchObject({ kind: 'number', edges: [1, 2, 3, 5, nextUp(5)], counts: [0, 1, 2, 1, 1, 0] });
  });
  it('next double up', () => {
    expect(nextUp(1)).toBe(1 + Number.EPSILON);
    expect(nextUp(0)).toBe(Number.MIN_VALUE);
    expect(nextUp(-1)).toBe(-1 + Number.EPSILON / 2);
  });
  it('a column the profile lacks, and one that is damaged, are named', () => {
    expect(BASELINE[4]).toMatchObject({ kind: 'unknown', name: 'lost', problem: expect.stringContaining('no such') });
    const damaged = { ...numberProfile('size', [1, 2]), counts: [1] };
    expect(baselineColumns(profileOf(damaged), [{ name: 'size', type: 'number' }])).toMatchObject([
      { kind: 'unknown', problem: expect.stringContaining('1 counts for 2 edges') },
    ]);
  });
});

describe('counting', () => {
  it('bins, levels, gaps, texts that are no numbers, and values outside the baseline', () => {
    const counts = counted([
      ['2', 'pro', 'true', '1970-01-01', 'x'],
      ['5', 'gold', 'no', '', 'x'],
      ['', '', '', '1970-01-03', 'x'],
      ['huge', 'gold', '0', 'x', 'x'],
      ['50', 'basic', 'perhaps', '1970-01-01', 'x'],
      ['0.5', 'basic', 'true', '1970-01-01', 'x'],
      ['too', 'few'],
    ]);
    expect(counts).toMatchObject({ rows: 6, wrongLength: 1 });
    expect(counts.columns).toMatchObject([
      {
        kind: 'number',
        counts: [1, 0, 1, 0, 1, 1],
        count: 4,
        nulls: 2,
        unparsable: 1,
        min: 0.5,
        max: 50,
        mean: 14.375,
      },
      { kind: 'category', counts: [2, 1], count: 5, nulls: 1, others: [['gold', 2]], unlisted: 0 },
      { kind: 'category', counts: [2, 2], count: 5, nulls: 1, others: [['perhaps', 1]] },
      { kind: 'number', count: 4, nulls: 2, unparsable: 1 },
      { kind: 'unknown', name: 'lost' },
    ]);
    expect(JSON.parse(JSON.stringify(counts))).toEqual(counts);
  });
  it('keeps no long text', () => {
    const [, plan] = counted([['1', 'x'.repeat(257), '1', '', '']]).columns;
    expect(plan).toMatchObject({ count: 1, others: [], unlisted: 1 });
  });
  it('tells at most 1,000 levels outside the baseline apart', () => {
    const counts = counted(Array.from({ length: 1500 }, (_, i) => ['1', `new ${i}`, '1', '', '']));
    const [, plan] = counts.columns;
    expect(plan).toMatchObject({ count: 1500, unlisted: 500 });
    expect(plan?.kind === 'category' && plan.others.length).toBe(1000);
  });
});

const cell = fc.oneof(
  fc.constantFrom('', 'n/a', 'basic', 'pro', 'gold', 'true', '0', '1970-01-02', '5'),
  fc.integer({ min: -100, max: 100 }).map(String),
);
const row = fc.oneof({ weight: 9, arbitrary: fc.array(cell, { minLength: 5, maxLength: 5 }) }, fc.array(cell));

describe('merging', () => {
  it('two parts of a window are the window', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (first, second) => {
        const rounded = (counts: WindowCounts) =>
          counts.columns.map((column) =>
            column.kind === 'number'
              ? { ...column, mean: column.mean?.toPrecision(9).replace(/^-?0\.0*$/, '0') }
              : column,
          );
        const merged = mergeWindows(counted(first), counted(second));
        const whole = counted([...first, ...second]);
        expect({ ...merged, columns: null }).toEqual({ ...whole, columns: null });
        for (const [i, column] of merged.columns.entries()) {
          const other = whole.columns[i];
          if (column.kind === 'number' && other?.kind === 'number') {
            expect(column.mean ?? 0).toBeCloseTo(other.mean ?? 0, 6);
            expect({ ...column, mean: 0 }).toEqual({ ...other, mean: 0 });
          } else expect(column).toEqual(other);
        }
        expect(rounded(mergeWindows(counted([]), whole))).toEqual(rounded(whole));
      }),
    );
  });
  it('of windows on different baselines is refused', () => {
    const other = new DriftWindow(baselineColumns(PROFILE, [{ name: 'plan', type: 'category' }])).counts();
    expect(() => mergeWindows(counted([]), other)).toThrow('column size: the two windows');
  });
});

describe('sketch', () => {
  it('of a column is that of its values, in bins of any width', () => {
    const number = fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 100, max: 110, noNaN: true }),
      fc.double({ min: -2, max: -1.9, noNaN: true }),
      fc.constantFrom(0, 1, -1, 1e-40, -1e-31, 105),
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), fc.array(number), (before, now) => {
        const profile = profileOf(numberProfile('size', before));
        const window = new DriftWindow(baselineColumns(profile, [{ name: 'size', type: 'number' }]));
        const sketch = new QuantileSketch();
        for (const value of [...before, ...now]) {
          window.add([String(value)]);
          sketch.add(value);
        }
        const [size] = window.counts().columns;
        expect(size?.kind === 'number' && size.sketch).toEqual(sketch.counts());
      }),
    );
  });

  it('quantiles are within 1 % of the value of that rank; merging is one pass', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1e-200, 1e30, -1e-12));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.array(value),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, p) => {
          const of = (values: readonly number[]) => {
            const sketch = new QuantileSketch();
            for (const each of values) sketch.add(each);
            return sketch.counts();
          };
          const sketch = mergeSketches(of(a), of(b));
          expect(sketch).toEqual(of([...a, ...b]));
          const sorted = [...a, ...b].sort((x, y) => x - y);
          const exact = sorted[Math.floor(p * (sorted.length - 1))] ?? Number.NaN;
          const found = sketchQuantile(sketch, p) ?? Number.NaN;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.010001 + 1e-30);
        },
      ),
    );
  });
  it('of nothing has no quantile', () => {
    expect(sketchQuantile(new QuantileSketch().counts(), 0.5)).toBeUndefined();
  });
});
