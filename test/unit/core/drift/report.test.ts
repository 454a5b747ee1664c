import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../../lib/core/contracts/profile.ts';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { type DriftColumn, DriftReport } from '../../../../lib/core/drift/document.ts';
import { driftReport } from '../../../../lib/core/drift/report.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { runs } from '../../../_properties.ts';
import { categoryProfile, normal, numberProfile, profileOf, sample } from './profile.ts';

function report(
  profile: Profile,
  columns: readonly SchemaColumn[],
  rows: readonly (readonly string[])[],
  more: { requests?: number; skipped?: Record<string, number> } = {},
): DriftReport {
  const baseline = baselineColumns(profile, columns);
  const window = new DriftWindow(baseline);
  for (const row of rows) window.add(row);
  return driftReport({
    model: 'tumour',
    stage: 'production',
    version: 2,
    configuration: 'sluice-tumour-production-000002',
    window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
    baselineDataset: 'rows-sha256-v2:abc',
    baseline,
    counts: window.counts(),
    requests: more.requests ?? rows.length,
    skipped: more.skipped ?? {},
    falseAlarmsPerYear: 4,
    windowsPerYear: 8760,
  });
}

const RADIUS: SchemaColumn[] = [{ name: 'radius', type: 'number' }];
const radius = (seed: string) => {
  const next = normal(seed);
  return () => Math.exp(2.6 + 0.25 * next());
};
const TRAINED = profileOf(numberProfile('radius', sample(455, radius('trained'))));
const live = (size: number, change: (value: number, row: number) => number | string = (value) => value): string[][] =>
  sample(size, radius('live')).map((value, row) => [String(change(value, row))]);
const only = (found: DriftReport): DriftColumn => {
  const [column] = found.columns;
  if (!column) throw new Error('the report has no column');
  return column;
};

describe('budget', () => {
  it('tells what the decision cost, and what each of the two tests of a column has to be below', () => {
    const found = report(TRAINED, RADIUS, live(300));
    expect(found.budget).toEqual({
      falseAlarmsPerYear: 4,
      windowsPerYear: 8760,
      columns: 1,
      alpha: 4 / 8760 / 2,
      spent: 4 / 8760,
    });
    expect(found.spans).toMatchObject([
      { span: 'now', windows: 1, rows: 300, tests: 2, called: [], reference: { kind: 'training', spans: 0 } },
    ]);
  });
});

describe('outcome', () => {
  it('no drift: the same distribution; the document is of its own schema, once stored', () => {
    const found = report(TRAINED, RADIUS, live(300));
    expect(found.outcome).toBe('no-drift');
    expect(only(found)).toMatchObject({ drifted: false, changes: [] });
    expect(DriftReport.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });
  it('drift: millimetres for centimetres, with the cause in words', () => {
    const column = only(
      report(
        TRAINED,
        RADIUS,
        live(300, (value) => value * 10),
      ),
    );
    expect(column).toMatchObject({ drifted: true, changes: ['values'] });
    expect(column.kind === 'number' && column.cause).toContain(
      'about 10 times the baseline: a change of unit (millimetres instead of centimetres)?',
    );
    if (column.kind !== 'number') return;
    expect((column.now.median ?? 0) / (column.baseline.median ?? 1)).toBeCloseTo(10, -0.5);
    expect(column.effect).toBeGreaterThan(1);
  });
  it.each([
    [
      'one tenth',
      (value: number) => value / 10,
      'about 0.1 times the baseline: a change of unit (centimetres instead of millimetres)?',
    ],
    [
      'inches',
      (value: number) => value / 2.54,
      'about 0.394 times the baseline: a change of unit (inches instead of centimetres)?',
    ],
    ['a sign', (value: number) => -value, 'about -1 times the baseline: a change of sign?'],
    ['Fahrenheit', (value: number) => value * 1.8 + 32, 'like degrees Fahrenheit for Celsius?'],
    ['stuck', () => 14, 'one value only: is the source stuck?'],
    ['gone', () => '', 'every cell is empty: is the source gone?'],
    [
      'gaps',
      (value: number, row: number) => (row % 4 === 0 ? '' : value),
      '25 % of the cells are empty: a fault at the source?',
    ],
    [
      'format',
      (value: number, row: number) => (row % 2 === 0 ? '13,5' : value),
      '50 % of the cells are not numbers: a change of format?',
    ],
  ])('drift: %s', (_, change, cause) => {
    const found = report(TRAINED, RADIUS, live(300, change));
    expect(found.outcome).toBe('drift');
    expect(only(found)).toMatchObject({ drifted: true, cause });
  });
  it('a shift without a likely cause is drift without a guess', () => {
    const column = only(
      report(
        TRAINED,
        RADIUS,
        live(400, (value) => value * 1.25),
      ),
    );
    expect(column).toMatchObject({ drifted: true });
    expect(column).not.toHaveProperty('cause');
  });
  it('a sure but small shift is no drift', () => {
    const trained = profileOf(numberProfile('radius', sample(20_000, radius('trained'))));
    const column = only(
      report(
        trained,
        RADIUS,
        live(20_000, (value) => value * 1.03),
      ),
    );
    expect(column.kind === 'number' && column.measures.ksP).toBeLessThan(1e-6);
    expect(column.drifted).toBe(false);
  });
  it('not enough data below 200 rows, however far they are; no traffic when nobody called', () => {
    const few = report(
      TRAINED,
      RADIUS,
      live(199, (value) => value * 10),
    );
    expect(few).toMatchObject({ outcome: 'not-enough-data', rowsRead: 199 });
    expect(only(few).drifted).toBe(false);
    expect(report(TRAINED, RADIUS, []).outcome).toBe('no-traffic');
    expect(report(TRAINED, RADIUS, [], { requests: 7, skipped: { unreadable: 7 } }).outcome).toBe('not-enough-data');
  });
  it('rows of a wrong length are counted as skipped', () => {
    const found = report(TRAINED, RADIUS, [...live(250), ['1', '2']], { skipped: { unreadable: 2 } });
    expect(found).toMatchObject({ rowsRead: 250, skipped: { unreadable: 2, 'wrong-cell-count': 1 } });
  });
  it('a constant that comes alive is drift, though each value lies beyond the range of the baseline', () => {
    const constant = profileOf(numberProfile('radius', new Array(455).fill(0)));
    expect(report(constant, RADIUS, live(300)).outcome).toBe('drift');
    expect(
      report(
        constant,
        RADIUS,
        live(300, () => 0),
      ).outcome,
    ).toBe('no-drift');
  });
  it('time moves by nature: a later timestamp is shown and is no drift', () => {
    const day = 86_400;
    const since: SchemaColumn[] = [{ name: 'since', type: 'timestamp' }];
    const profile = profileOf(
      numberProfile(
        'since',
        Array.from({ length: 455 }, (_, i) => i * day),
      ),
    );
    const rows = Array.from({ length: 300 }, (_, i) => [new Date((1000 + i) * day * 1000).toISOString()]);
    const found = report(profile, since, rows);
    expect(found.outcome).toBe('no-drift');
    expect(only(found)).toMatchObject({ measures: { ks: 1 }, drifted: false, effect: 0 });
  });
});

describe('text levels', () => {
  const PLAN: SchemaColumn[] = [{ name: 'plan', type: 'category' }];
  const profile = profileOf(categoryProfile('plan', { basic: 300, plus: 200, pro: 100 }));
  const rows = (levels: Record<string, number>): string[][] =>
    Object.entries(levels).flatMap(([level, count]) => Array.from({ length: count }, () => [level]));

  it('the same mix is no drift, another mix is', () => {
    expect(report(profile, PLAN, rows({ basic: 150, plus: 100, pro: 50 })).outcome).toBe('no-drift');
    expect(report(profile, PLAN, rows({ basic: 30, plus: 100, pro: 170 })).outcome).toBe('drift');
  });
  it('a new level is named by its share, never by its text', () => {
    const found = report(profile, PLAN, rows({ basic: 120, plus: 80, pro: 40, gold: 60 }));
    expect(only(found)).toMatchObject({
      drifted: true,
      cause: 'a new value in 20 % of rows',
      measures: { newLevels: { levels: 1, share: 0.2 } },
      now: { distinct: 4, levels: expect.arrayContaining([{ value: 'gold', share: 0.2 }]) },
    });
  });
  it('names and ids: no drift, and no value in the report', () => {
    const names = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`person ${i}`, 1]));
    const found = report(
      profileOf(categoryProfile('plan', names, { other: { levels: 255, count: 255 } })),
      [{ name: 'plan', type: 'text' }],
      Array.from({ length: 300 }, (_, i) => [`guest ${i}`]),
    );
    expect(found.outcome).toBe('no-drift');
    expect(only(found)).toMatchObject({ now: { levels: [] }, baseline: { levels: [] } });
    expect(only(found)).not.toHaveProperty('measures.newLevels');
    expect(JSON.stringify(found)).not.toContain('guest');
  });
});

describe('many columns', () => {
  const names = Array.from({ length: 12 }, (_, i) => `c${i}`);
  const columns: SchemaColumn[] = names.map((name) => ({ name, type: 'number' }));
  const draw = (seed: string, size: number): number[][] => {
    const next = normal(seed);
    return Array.from({ length: size }, () => names.map(() => 10 + 2 * next()));
  };
  const profile = (rows: readonly number[][]): Profile =>
    profileOf(
      ...names.map((name, i) =>
        numberProfile(
          name,
          rows.map((row) => row[i] ?? 0),
        ),
      ),
    );

  it('worst first; a column without a baseline is said and costs no other', () => {
    const trained = draw('trained', 455);
    const rows = draw('live', 400).map((row) =>
      row.map((value, i) => String(i === 7 ? value * 10 : i === 3 ? value + 3 : value)),
    );
    const found = report({ ...profile(trained), columns: profile(trained).columns.slice(0, 11) }, columns, rows);
    expect(found.columns.slice(0, 3).map((column) => [column.name, column.drifted])).toEqual([
      ['c7', true],
      ['c3', true],
      [expect.any(String), false],
    ]);
    expect(found.columns.at(-1)).toEqual({
      kind: 'unknown',
      name: 'c11',
      problem: 'the baseline profile has no such column',
      drifted: false,
    });
    expect(found.columns).toHaveLength(12);
    expect(DriftReport.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });

  // alpha = 4 / (8760 x 12), and two tests a column: at most 1 window in 1,000 by p alone, and PSI must agree.
  it('equal distributions give no alarm', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const trained = profile(draw(`trained ${seed}`, 400));
        let alarms = 0;
        for (let window = 0; window < 10; window++) {
          const rows = draw(`live ${seed} ${window}`, 250).map((row) => row.map(String));
          if (report(trained, columns, rows).outcome === 'drift') alarms += 1;
        }
        // Four of ten by chance: less than once in 10^8 runs.
        expect(alarms).toBeLessThan(4);
      }),
      { numRuns: runs(2) },
    );
  });

  it('any cells at all give a report', () => {
    const cell = fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('', 'NaN', '1e400', '-0', '__proto__'));
    const mixed = profileOf(
      numberProfile('a', [1, 2, 3]),
      { ...numberProfile('b', [1]), count: 0, nulls: 9, edges: [], counts: [0], min: undefined, max: undefined },
      categoryProfile('c', { x: 5, constructor: 2 }),
      categoryProfile('d', {}, { nulls: 7 }),
    );
    const schema: SchemaColumn[] = [
      { name: 'a', type: 'integer' },
      { name: 'b', type: 'number' },
      { name: 'c', type: 'category' },
      { name: 'd', type: 'boolean' },
    ];
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 300 }), (rows) => {
        const found = report(mixed, schema, rows);
        expect(DriftReport.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
        expect(found.columns.map((column) => column.kind)).not.toContain('unknown');
      }),
    );
  });

  it('a seeded generator repeats itself', () => {
    expect(sample(3, seededRandom('a'))).toEqual(sample(3, seededRandom('a')));
  });
});
