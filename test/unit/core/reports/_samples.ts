/** Reports to look at: made as the platform makes them, and made as a hostile user would have them. */

import type { Finding } from '../../../../lib/core/contracts/check.ts';
import type { RowChanges } from '../../../../lib/core/contracts/data-diff.ts';
import type { ColumnProfile, Profile, Relation } from '../../../../lib/core/contracts/profile.ts';
import type { SchemaColumn } from '../../../../lib/core/contracts/schema.ts';
import { type DatasetReport, datasetReport } from '../../../../lib/core/data/dataset-report.ts';
import { type FileReport, fileReport } from '../../../../lib/core/data/file/file-report.ts';
import { compareDatasets } from '../../../../lib/core/data/identity/diff/compare-datasets.ts';
import type { ReportColumn } from '../../../../lib/core/data/report/column.ts';
import { baselineColumns } from '../../../../lib/core/drift/baseline.ts';
import { compareSets } from '../../../../lib/core/drift/compare/compare-sets.ts';
import { type ComparedColumn, DriftComparison } from '../../../../lib/core/drift/compare/document.ts';
import type { DriftColumn, DriftReport } from '../../../../lib/core/drift/document.ts';
import { driftReport } from '../../../../lib/core/drift/report.ts';
import { DriftWindow } from '../../../../lib/core/drift/window.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import type { Health } from '../../../../lib/core/health/document.ts';
import type { DiffPageInput } from '../../../../lib/core/reports/diff-page.ts';
import { categoryProfile, normal, numberProfile, profileOf } from '../drift/profile.ts';

const PLANS = ['basic', 'plus', 'pro', 'team', 'trial', 'legacy', 'student', 'partner', 'internal', 'free'];

/** Columns by turns of four kinds: a bell, an order of magnitude, whole numbers, levels. */
function columnsOf(count: number): SchemaColumn[] {
  const types = ['number', 'number', 'integer', 'category'] as const;
  const names = ['mean radius', 'income', 'tenure months', 'plan'];
  return Array.from({ length: count }, (_, i) => ({
    name: i < 4 ? (names[i] ?? '') : `${names[i % 4]} ${i}`,
    type: types[i % 4] ?? 'number',
  }));
}

function valuesOf(column: number, rows: number, shifted: boolean): (string | number)[] {
  const next = normal(`${column}${shifted ? 'now' : ''}`);
  const uniform = seededRandom(`${column}${shifted}`);
  const move = shifted && column % 8 < 4 ? 1 : 0;
  return Array.from({ length: rows }, () => {
    switch (column % 4) {
      case 0:
        return 14 + 3.5 * next() + 2 * move;
      case 1:
        return Math.exp(10 + 0.8 * next()) * (move ? 10 : 1);
      case 2:
        return Math.floor(72 * uniform() ** (move ? 3 : 1));
      default:
        return move && uniform() < 0.06 ? 'family' : (PLANS[Math.floor(PLANS.length * uniform() ** 2)] ?? '');
    }
  });
}

function profileColumn(name: string, values: readonly (string | number)[]) {
  if (typeof values[0] === 'number') return numberProfile(name, values as number[], Math.floor(values.length / 50));
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return categoryProfile(name, Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a)));
}

const TARGET = categoryProfile('churned', { no: 735, yes: 265 });

/** Groups of a column and the share of a label in each: rising in every second column, else by chance. */
function relationOf(column: ColumnProfile, index: number): Relation {
  const uniform = seededRandom(`relation ${index}`);
  const groups =
    column.kind === 'number'
      ? Array.from({ length: 15 }, (_, i) => column.edges[Math.floor(((i + 1) * column.edges.length) / 16)] ?? 0)
      : column.levels.map(({ value }) => value);
  const rows = Array.from({ length: groups.length + 1 }, () => 400 + Math.floor(200 * uniform()));
  const sum = rows.map((count, i) =>
    Math.round(count * (index % 2 === 0 ? 0.1 + (0.4 * i) / groups.length : 0.27 + 0.01 * uniform())),
  );
  return { groups: [...new Set<number | string>(groups)] as Relation['groups'], rows, sum, squares: sum };
}

/** What profiles of version 2 have beyond their columns. */
function beyondColumns(columns: readonly ColumnProfile[]): Partial<Profile> {
  const names = columns.filter(({ kind }) => kind === 'number').map(({ name }) => name);
  const uniform = seededRandom('correlations');
  return {
    v: 2,
    sample: { rows: 23_951, every: 2, rankError: 0.0124 },
    correlations: {
      columns: names.slice(0, 64),
      values: names
        .slice(0, 64)
        .flatMap((_, a, all) => all.slice(a + 1).map((__, b) => (b === 0 ? -0.94 : 1.6 * uniform() - 0.8))),
    },
    rowHashes: { every: 1, rows: 47_902, repeated: 118, smallest: [] },
  };
}

/** The profile of so many columns, as version 2 has it. */
export function profileSample(schema: readonly SchemaColumn[], rows: number, shifted = false): Profile {
  const columns = schema.map(({ name }, i): ColumnProfile => {
    const column = profileColumn(name, valuesOf(i, rows, shifted));
    const words = i === 2 ? { words: [{ word: '?', count: 31 }] } : {};
    return { ...column, ...words, relation: relationOf(column, i) };
  });
  return { ...profileOf(...columns), ...beyondColumns(columns), target: TARGET };
}

export const WARNING: Finding = {
  column: 'plan',
  rule: 'new-category',
  expected: '10 levels, as in the data before',
  seen: 'a level that is new, in 2.1 % of the values',
  lines: [212, 9_051],
  cause: 'a new product, or another spelling?',
  mend: 'tell whoever fills the column; where it is right, nothing',
  severity: 'warn',
};

/** A report of an accepted dataset of so many columns. */
export function datasetSample(columns: number, rows = 400): DatasetReport {
  const schema = columnsOf(columns);
  return datasetReport({
    ...origin,
    schema: {
      v: 1,
      task: 'binary-classification',
      columns: schema,
      target: { name: 'churned', type: 'category', labels: ['no', 'yes'] },
    },
    profile: profileSample(schema, rows),
    previous: profileSample(schema, rows, true),
    warnings: [WARNING],
    positiveShare: 0.265,
    leaks: columns > 1 ? [{ column: 'income', kind: 'tells-label', share: 0.997 }] : [],
  });
}

/** A report of a local file that was refused. */
export function fileSample(columns: number, rows = 400): FileReport {
  const schema = columnsOf(columns);
  const profile = profileSample(schema, rows, true);
  const [first] = schema;
  return fileReport({
    file: 'exports/clinic.csv',
    bytes: 1_234_567,
    checked: '2026-11-21T13:42:00.000Z',
    against: ['by model.yaml', 'against october.csv'],
    judged: true,
    reference: profileSample(schema, rows),
    target: 'churned',
    check: {
      refusal: {
        code: 'unit-change',
        message: 'Columns look as if their unit had changed since the last accepted data. 1 of 8 columns: mean radius.',
        findings: [
          {
            column: first?.name ?? '',
            rule: 'unit-change',
            expected: 'median 13.4 (half of the values from 11.7 to 15.8)',
            seen: 'median 134 (half of the values from 117 to 158): about 10 times larger',
            lines: [2, 3, 4],
            cause: 'millimetres instead of centimetres?',
            mend: 'convert the column',
          },
        ],
        more: 0,
        rows,
        rejected: 0,
      },
      warnings: [WARNING],
      remarks: [{ column: 'income', rule: 'nulls', text: '31 % of the cells are empty' }],
      kept: rows,
      rejected: 3,
      allowedShare: 0.01,
      reasons: origin.reasons,
      profile,
      types: new Map(schema.map(({ name, type }) => [name, type])),
    },
  });
}

/** Two datasets of so many columns, half of which moved. */
export function diffSample(columns: number, rows = 400): DiffPageInput & { before: Profile } {
  const schema = columnsOf(columns);
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  const [before, after] = [profileSample(schema, rows), profileSample(schema, rows + 7, true)];
  const cells = (i: number) => [{ column: 'plan', before: 'basic', after: i % 2 === 0 ? 'plus' : '' }];
  const changes: RowChanges = {
    basis: 'rows',
    key: 'customer',
    equal: 380,
    changed: 12,
    added: 15,
    removed: 8,
    moved: 3,
    ranges: [{ before: { first: 211, rows: 12 }, after: { first: 211, rows: 19 } }],
    moreRanges: 2,
    examined: 12,
    columns: [{ column: 'plan', rows: 12 }],
    examples: [
      ...Array.from({ length: 4 }, (_, i) => ({
        kind: 'changed' as const,
        before: 212 + i,
        after: 212 + i,
        key: `C${i}`,
        cells: cells(i),
      })),
      { kind: 'added', after: 300, key: 'C9', cells: [] },
    ],
  };
  const diff = compareDatasets(
    { name: 'october.csv', profile: before, types },
    { name: 'november.csv', profile: after, types: new Map([...types, ['tenure months', 'number']]) },
    changes,
  );
  return { diff, before, types, compared: '2026-11-21T13:42:00.000Z' };
}

const origin = {
  model: 'churn',
  run: '01JD8Y0B7C3VX5KQ0000000000',
  file: '2026-11.csv',
  bytes: 4_812_345,
  author: 'arn:aws:iam::123456789012:user/jdoe',
  checked: '2026-11-21T13:42:00.000Z',
  manifestRevision: 3,
  dataset: 'rows-sha256-v2:6325a89b0000',
  rows: 47_902,
  rejected: 309,
  allowedShare: 0.01,
  reasons: [
    { column: 'tenure months', reason: 'not-an-integer', count: 300, lines: [212, 9_051, 9_052] },
    { reason: 'wrong-cell-count', count: 9, lines: [77] },
  ],
  train: 38_300,
  holdout: 9_602,
};

const plainColumn: ReportColumn = {
  kind: 'category',
  name: 'plan',
  type: 'category',
  count: 10,
  nulls: 0,
  distinct: 2,
  more: false,
  levels: [
    { value: 'basic', share: 0.6 },
    { value: 'pro', share: 0.4 },
  ],
  other: { levels: 0, share: 0 },
};

/** As small as a report can be. */
export const smallReport = (more: Partial<DatasetReport> = {}): DatasetReport => ({
  v: 1,
  ...origin,
  task: 'binary-classification',
  target: { ...plainColumn, name: 'churned' },
  findings: [],
  columns: [plainColumn],
  ...more,
});

/** A window over so many columns, half of which moved; with a history of 48 windows. */
export function driftSample(columns: number, rows = 400): DriftReport {
  const schema = columnsOf(columns);
  const profile = profileOf(...schema.map(({ name }, i) => profileColumn(name, valuesOf(i, rows, false))));
  const baseline = baselineColumns(profile, schema);
  const window = new DriftWindow(baseline);
  const now = schema.map((_, i) => valuesOf(i, rows, true));
  for (let row = 0; row < rows; row++) window.add(now.map((values) => String(values[row] ?? '')));
  const report = driftReport({
    model: 'churn',
    stage: 'production',
    version: 6,
    configuration: 'sluice-churn-production-000006',
    window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
    baselineDataset: origin.dataset,
    baseline,
    counts: window.counts(),
    requests: rows + 3,
    skipped: { 'not-json': 3 },
    falseAlarmsPerYear: 4,
    windowsPerYear: 8766,
  });
  return { ...report, history: historyOf(report.columns) };
}

/** Of a window in which errors and latency are beyond their limits. */
export const healthSample = (): Health => ({
  ...{ requests: 4812, clientErrors: 9, serverErrors: 176, stageRequests: 4812, outcome: 'found' },
  ...{ latency: { p95: 402, p99: 1204 }, overhead: { p95: 6 }, compared: { windows: 640, sameHours: 11 } },
  limits: { errorRate: 0.02, latencyMs: 1000 },
  before: { serverErrors: 0.0015, clientErrors: 0.0031, p95: 44, p99: 61, stageRequests: 4102 },
  findings: [
    { name: 'errors', unit: 'share', now: 176 / 4812, before: 0.0015, limit: 0.02, urgent: true },
    { name: 'latency', unit: 'ms', percentile: 99, now: 1204, before: 61, limit: 1000 },
  ],
});

/** Of a quiet one. */
export const wellSample = (): Health => ({
  ...healthSample(),
  ...{ serverErrors: 4, latency: { p95: 41, p99: 57 }, outcome: 'well', findings: [] },
});

function historyOf(columns: readonly DriftColumn[]): NonNullable<DriftReport['history']> {
  const hour = (i: number): string => new Date(Date.UTC(2026, 10, 19, 13 + i)).toISOString();
  return {
    windows: Array.from({ length: 48 }, (_, i) => ({ from: hour(i), to: hour(i + 1), outcome: 'drift' })),
    columns: columns
      .filter((column) => column.drifted)
      .slice(0, 60)
      .map((column, k) => ({
        name: column.name,
        effects: Array.from({ length: 48 }, (_, i) => {
          if (i === 20 + k) return null;
          return i > 40 && column.kind !== 'unknown' ? column.effect : 0.02 + ((i * (k + 3)) % 7) / 200;
        }),
      })),
  };
}

/** A comparison as it comes out of two profiles: its document, with what a page shows of each kind of change. */
export function comparisonSample(columns: number, rows = 400): DriftComparison {
  const schema = columnsOf(columns);
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  const set = (name: string, profile: Profile) => ({
    name,
    profile,
    types,
    rejected: 3,
    misshapen: [],
    unlike: new Map<string, number>(),
  });
  const [before, now] = [profileSample(schema, rows), profileSample(schema, rows + 7, true)];
  const compared = compareSets(set('october.csv', before), set('november.csv', now));
  const called = compared.columns.map((column, i): ComparedColumn => {
    const what = column.kind === 'number' ? 'values' : column.kind === 'category' ? 'levels' : 'type';
    const changes = [
      { what, p: 1e-9, effect: 0.31, limit: 0.02, cause: 'a source that failed for a part of the rows?' },
      { what: 'missing', p: 0.0004, effect: 0.18, limit: 0.01 },
    ] as const;
    return i % 2 === 0 ? { ...column, state: 'changed', changes: [...changes] } : column;
  });
  const gone = { what: 'gone' as const, p: 0, effect: 1, limit: 0.01 };
  return DriftComparison.parse({
    ...compared,
    outcome: 'drift',
    added: ['referral'],
    remarks: ["the same rows: yesterday's file again?"],
    columns: [
      ...called.sort((a, b) => b.changes.length - a.changes.length),
      {
        kind: 'unlike',
        column: 'code',
        type: 'category',
        before: 'category',
        now: 'not there',
        state: 'changed',
        changes: [gone],
      },
    ],
  });
}
