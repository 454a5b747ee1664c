import { describe, expect, it } from 'vitest';
import type { DriftColumn, DriftReport } from '../../../../lib/core/drift/document.ts';
import { driftOpenedNotice, driftWorsenedNotice } from '../../../../lib/core/messages/drift-notice.ts';
import type { OpenIncident } from '../../../../lib/core/messages/incident-notice.ts';
import { Notice } from '../../../../lib/core/messages/notice.ts';

const open = {
  v: 1,
  platform: 'sluice',
  account: '123456789012',
  region: 'eu-west-1',
  model: 'tumour',
  stage: 'production',
  version: 2,
  since: '2026-11-21T12:00:00.000Z',
  window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
} satisfies OpenIncident;
const side = { count: 300, nulls: 0, p25: 9, median: 10, p75: 11 };
const number = {
  kind: 'number',
  name: 'radius',
  rows: 300,
  measures: { ks: 1, ksP: 0, psi: 4, js: 1, missing: { now: 0, baseline: 0, p: 1, psi: 0 } },
  unparsable: 0,
  now: { ...side, p25: 90, median: 100, p75: 110 },
  baseline: side,
  effect: 4,
  limit: 0.1,
  drifted: true,
  changes: ['values'],
  cause: 'about 10 times the baseline: a change of unit?',
} as const satisfies DriftColumn;
const category = {
  kind: 'category',
  name: 'plan',
  rows: 300,
  measures: {
    chi2: 99,
    chi2P: 0,
    psi: 0.3,
    js: 0.2,
    missing: { now: 0, baseline: 0, p: 1, psi: 0 },
    newLevels: { levels: 1, share: 0.2 },
  },
  now: { count: 300, nulls: 0, levels: [] },
  baseline: { count: 300, nulls: 0, levels: [] },
  effect: 0.3,
  limit: 0.1,
  drifted: true,
  changes: ['values'],
} as const satisfies DriftColumn;

const report = (...columns: DriftColumn[]): DriftReport => ({
  v: 1,
  model: 'tumour',
  stage: 'production',
  version: 2,
  configuration: 'sluice-tumour-production-000002',
  window: { from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T13:00:00.000Z' },
  baselineDataset: 'rows-sha256-v2:abc',
  rowsRead: 300,
  requests: 300,
  skipped: {},
  outcome: 'drift',
  columns,
  budget: { falseAlarmsPerYear: 4, windowsPerYear: 8760, columns: columns.length, alpha: 1e-5 },
});
const measure = (column: DriftColumn) => driftOpenedNotice(open, report(column))?.columns[0];

describe('the measure that shows how a column moved', () => {
  it('median', () => expect(measure(number)).toMatchObject({ measure: 'median', now: 100, baseline: 10, effect: 4 }));
  it('spread, when the median stayed', () => {
    const wider = { ...number, now: { ...side, p25: 0, p75: 20 } };
    expect(measure(wider)).toMatchObject({ measure: 'spread', now: 20, baseline: 2 });
  });
  it('null share', () => {
    const missing = { now: 0.3, baseline: 0.01, p: 0, psi: 0.9 };
    const gaps: DriftColumn = { ...number, measures: { ...number.measures, psi: 0.2, missing }, changes: ['missing'] };
    expect(measure(gaps)).toMatchObject({ measure: 'null share', now: 0.3, baseline: 0.01 });
  });
  it('new level, and mix', () => {
    expect(measure(category)).toMatchObject({ measure: 'new level', now: 0.2, baseline: 0 });
    const mix: DriftColumn = { ...category, measures: { ...category.measures, newLevels: { levels: 0, share: 0 } } };
    expect(measure(mix)).toMatchObject({ measure: 'level mix', now: 0.2 });
  });
});

it('names what drifted and counts what was compared', () => {
  const calm: DriftColumn = { ...number, name: 'calm', drifted: false, changes: [] };
  const notice = driftOpenedNotice(open, report(number, category, calm));
  expect(Notice.parse(notice)).toMatchObject({ compared: 3, columns: [{ name: 'radius' }, { name: 'plan' }] });
  expect(driftOpenedNotice(open, report(calm))).toBeUndefined();
});

it('what the model answers is told beside the columns of the data', () => {
  const answers: DriftColumn = { ...number, name: 'predictions', of: 'predictions' };
  const notice = driftOpenedNotice(open, report(answers, number, category));
  expect(notice).toMatchObject({ compared: 2, columns: [{ name: 'predictions', beside: true }, {}, {}] });
  expect(notice?.columns[1]).not.toHaveProperty('beside');
});

it('begins with what is worse, and says nothing when nothing is', () => {
  const notice = driftWorsenedNotice(open, report(number, category), ['plan']);
  expect(Notice.parse(notice)).toMatchObject({ worse: ['plan'], columns: [{ name: 'plan' }, { name: 'radius' }] });
  expect(driftWorsenedNotice(open, report(number), [])).toBeUndefined();
});
