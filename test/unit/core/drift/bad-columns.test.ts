/** One bad column is told for what it is, and costs neither the report nor any other column. */
import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../../lib/core/contracts/profile.ts';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { withKernelCells } from '../../../../lib/core/data/columns/kernel-cells.ts';
import { TextRows } from '../../../../lib/core/data/readers/text-rows.ts';
import { baselineColumns, versionBaseline } from '../../../../lib/core/drift/baseline.ts';
import { OF_BASELINE, ScoreCounter } from '../../../../lib/core/drift/correlations/counter.ts';
import { scoredColumns } from '../../../../lib/core/drift/correlations/scores.ts';
import { DriftReport } from '../../../../lib/core/drift/document.ts';
import { driftReport } from '../../../../lib/core/drift/report.ts';
import { predictionsProfile } from '../../../../lib/core/drift/stored/predictions.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { categoryProfile, normal, numberProfile, profileOf } from './profile.ts';

const COLUMNS: SchemaColumn[] = [
  { name: 'bad', type: 'number' },
  { name: 'plan', type: 'category' },
  { name: 'good', type: 'number' },
  { name: 'near', type: 'number' },
  { name: 'moved', type: 'number' },
];

/** Cells of the columns, and an answer that follows `good`. */
function draw(seed: string, size: number, shift = 0): { cells: string[]; answer: number }[] {
  const random = seededRandom(seed);
  const gauss = normal(random);
  return Array.from({ length: size }, () => {
    const [bad, good, moved] = [Math.exp(3 + 0.5 * gauss()), gauss(), gauss() + shift];
    const plan = random() < 0.7 ? 'basic' : 'pro';
    return {
      cells: [bad, plan, good, good + gauss(), moved].map(String),
      answer: 1 / (1 + Math.exp(-good)),
    };
  });
}

const TRAINED = draw('trained', 4_000);
const numbers = (place: number): number[] => TRAINED.map(({ cells }) => Number(cells[place]));
const PROFILE = profileOf(
  numberProfile('bad', numbers(0)),
  categoryProfile('plan', { basic: 2_800, pro: 1_200 }),
  ...['good', 'near', 'moved'].map((name, i) => numberProfile(name, numbers(2 + i))),
);

function baselineOf(bad: ColumnProfile | undefined, columns: readonly SchemaColumn[]) {
  const profile = { ...PROFILE, columns: [...(bad ? [bad] : []), ...PROFILE.columns.slice(1)] };
  const counter = new ScoreCounter(scoredColumns(baselineColumns(profile, columns)), OF_BASELINE);
  const texts = new TextRows(columns.length);
  for (const { cells } of TRAINED) texts.add(1, cells);
  const batch = texts.batch();
  withKernelCells(batch, (cells) => counter.add(batch, cells));
  return versionBaseline(profile, columns, {
    predictions: predictionsProfile(Float64Array.from(TRAINED, ({ answer }) => answer)),
    correlations: counter.counts(),
  });
}

const LIVE = draw('live', 1_500, 0.5);
const USUAL = baselineOf(PROFILE.columns[0], COLUMNS);

function report(change: (cell: string, row: number) => string, baseline = USUAL): DriftReport {
  const window = new DriftWindow(baseline);
  const rows = LIVE;
  for (const [row, { cells }] of rows.entries()) window.add(cells.with(0, change(cells[0] ?? '', row)));
  window.addPredictions(rows.map(({ answer }) => answer));
  const made = driftReport({
    ...{ model: 'm', stage: 's', version: 1, configuration: 'c', baselineDataset: 'd', baseline },
    window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
    ...{ counts: window.counts(), requests: rows.length, skipped: {}, falseAlarmsPerYear: 4, windowsPerYear: 8760 },
  });
  expect(DriftReport.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  return made;
}

/** The others stand as they stand without it. */
function others(made: DriftReport): void {
  const called = made.columns.filter(({ drifted }) => drifted).map(({ name }) => name);
  expect(called.filter((name) => name !== 'bad')).toEqual(['moved']);
  expect(made.columns.map(({ name }) => name).sort()).toEqual(
    ['bad', 'correlations', 'good', 'moved', 'near', 'plan', 'predictions'].sort(),
  );
}

const twelfth = (_: string, row: number): boolean => row % 12 === 0;

describe('a column of live traffic', () => {
  it.each<[string, (cell: string, row: number) => string, string, RegExp | undefined]>([
    ['all empty, or absent from JSON', () => '', 'missing', /every cell is empty: is the source gone/],
    ['one value', () => '20', 'values', /one value only: is the source stuck/],
    ['infinite', () => 'Infinity', 'missing', /100 % of the cells are not numbers/],
    [
      'texts in a third of the rows',
      (cell, row) => (row % 3 ? cell : `${cell} mm`),
      'missing',
      /33.3 % of the cells are not/,
    ],
    ['5 % more empty', (cell, row) => (row % 20 ? cell : ''), 'missing', /5 % of the cells are empty: a fault/],
    [
      'a thousand times as large',
      (cell) => String(1000 * Number(cell)),
      'values',
      /1000 times the baseline: a change of unit/,
    ],
    ['of the other sign', (cell) => String(-Number(cell)), 'values', /a change of sign/],
    [
      'a thousand times as large in 1 % of the rows',
      (cell, row) => (row % 100 ? cell : String(1000 * Number(cell))),
      'values',
      undefined,
    ],
    ['as large as numbers get in a twelfth', (cell, row) => (twelfth(cell, row) ? '3e38' : cell), 'values', undefined],
  ])('%s', (_, change, what, cause) => {
    const made = report(change);
    const bad = made.columns.find(({ name }) => name === 'bad');
    expect(bad).toMatchObject({ kind: 'number', drifted: true, changes: [what] });
    if (cause) expect(bad).toMatchObject({ cause: expect.stringMatching(cause) });
    others(made);
  });

  it('of texts with a level that was never there', () => {
    const plan = categoryProfile('bad', { a: 2_400, b: 1_600 });
    const columns: SchemaColumn[] = [{ name: 'bad', type: 'category' }, ...COLUMNS.slice(1)];
    const made = report((_, row) => (row % 10 === 0 ? 'new' : row % 5 < 3 ? 'a' : 'b'), baselineOf(plan, columns));
    expect(made.columns.find(({ name }) => name === 'bad')).toMatchObject({
      drifted: true,
      measures: { newLevels: { levels: 1, share: 0.1 } },
      cause: 'a new value in 10 % of rows',
    });
    others(made);
  });

  it('tells the share beyond the range of the baseline', () => {
    const bad = report((cell, row) => (row % 100 ? cell : String(1000 * Number(cell)))).columns.find(
      ({ name }) => name === 'bad',
    );
    expect(bad).toMatchObject({ measures: { range: { below: 0, above: expect.closeTo(0.01, 2) } } });
  });
});

describe('a column of the baseline', () => {
  const empty = { name: 'bad', kind: 'number' as const, count: 0, nulls: 4_000, edges: [], counts: [0] };
  it.each<[string, ColumnProfile | undefined, object]>([
    ['without a value', empty, { kind: 'number', drifted: true, changes: ['missing'] }],
    ['of one value', numberProfile('bad', new Array(4_000).fill(20)), { kind: 'number', drifted: true }],
    ['of one row', numberProfile('bad', [20]), { kind: 'number', drifted: false }],
    ['that is absent', undefined, { kind: 'unknown', drifted: false }],
    ['that is damaged', { ...numberProfile('bad', [20, 30]), counts: [1] }, { kind: 'unknown', drifted: false }],
  ])('%s', (_, bad, expected) => {
    const made = report((cell) => cell, baselineOf(bad, COLUMNS));
    expect(made.columns.find(({ name }) => name === 'bad')).toMatchObject(expected);
    others(made);
  });
});
