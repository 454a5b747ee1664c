/** `sluice drift` as people read it: reports of every outcome, the trend, and calls that cannot be meant. */
import { describe, expect, it } from 'vitest';
import { incidentLines } from '../../../lib/cli/drift/incident-text.ts';
import { driftText } from '../../../lib/cli/drift/report-text.ts';
import { trendText } from '../../../lib/cli/drift/trend-text.ts';
import type { DriftReport } from '../../../lib/core/drift/document.ts';
import { driftSample } from '../core/reports/_samples.ts';
import { emptyTrend, quietTrend, trendSample } from '../core/reports/_trends.ts';
import { sluice } from './_run.ts';

const report = driftSample(8);
const quiet = report.columns.map((column) => ({ ...column, drifted: false })) as DriftReport['columns'];
const of = (outcome: DriftReport['outcome'], more: Partial<DriftReport> = {}): DriftReport => {
  const { spans: _, ...rest } = report;
  return { ...rest, outcome, columns: quiet, skipped: {}, ...more };
};

describe('a report', () => {
  it('has the verdict first, the changed columns worst first, and what to do', () => {
    const lines = driftText(report).split('\n');
    expect(lines[0]).toBe('Drift: 4 of 8 columns changed (400 rows), v6, 2026-11-21 12:00 UTC to 2026-11-21 13:00 UTC');
    expect(lines[1]).toBe('not read: 3 not json');
    expect(lines[2]).toMatch(/^column +was +now +nulls was +now +effect +limit +likely cause$/);
    expect(lines.slice(3, 7).map((line) => line.split('  ')[0])).toEqual([
      'income',
      'tenure months',
      'plan',
      'mean radius',
    ]);
    expect(lines.at(-1)).toContain('A fault: mend it, the incident ends by itself.');
  });

  it.each([
    [of('no-drift'), ['No drift (400 rows), v6,']],
    [
      of('not-enough-data', { rowsRead: 41, requests: 42 }),
      ['Not enough data: 41 rows of 42 requests, v6,', 'judged together until they have 200 rows'],
    ],
    [
      of('no-traffic', { rowsRead: 0, requests: 0 }),
      ['No traffic: nobody called, v6,', 'sluice releases churn --stage production'],
    ],
    [
      of('capture-stopped', { rowsRead: 0, requests: 0, served: 3120 }),
      [
        'Capture stopped: 3,120 requests served, none captured, v6,',
        'sluice logs churn --stage production',
        'sluice rollback churn --stage production --to 6',
      ],
    ],
  ] as const)('%#: says what it is and what to do', (told, parts) => {
    for (const part of parts) expect(driftText(told)).toContain(part);
  });

  it('says what is not healthy, whatever the data are like', () => {
    const health: NonNullable<DriftReport['health']> = {
      ...{ requests: 500, clientErrors: 0, serverErrors: 90, stageRequests: 500, outcome: 'found' },
      compared: { windows: 30, sameHours: 10 },
      findings: [
        { name: 'errors', unit: 'share', now: 0.18, before: 0.002, limit: 0.02, urgent: true },
        { name: 'latency', unit: 'ms', percentile: 99, now: 1400, limit: 1000 },
      ],
    };
    expect(driftText(of('no-drift', { health })).split('\n').slice(1, 3)).toEqual([
      'not healthy: errors 18 % (limit 2 %, before 0.2 %)',
      'not healthy: latency p99 1,400 ms (limit 1,000 ms)',
    ]);
    expect(driftText(of('no-drift'))).not.toContain('healthy');
  });

  it('of a small window says what it was judged together with', () => {
    const [now] = report.spans ?? [];
    if (!now) throw new Error('nothing was judged');
    const small = of('no-drift', { rowsRead: 60, spans: [{ ...now, windows: 4, rows: 240 }] });
    expect(driftText(small)).toContain('No drift (60 rows; 240 with the 3 windows before)');
  });
});

describe('a trend', () => {
  it('has the verdict, what came of the windows, incidents and the columns that were called', () => {
    const lines = trendText(trendSample(8)).split('\n');
    expect(lines[0]).toBe('Open incident: drift since 2026-11-21 11:00 UTC, 2 columns');
    expect(lines[1]).toBe(
      'churn production, 2026-10-22 14:00 UTC to 2026-11-21 14:00 UTC: 720 windows: 644 no-drift, 29 no-traffic, 29 not-enough-data, 16 drift, 2 capture-stopped',
    );
    expect(lines[3]).toMatch(/^since +lasted +state +kind +version +columns$/);
    expect(lines[5]).toMatch(/^2026-11-13 06:00 UTC +13 h +closed +drift +v6 +tenure months, plan, monthly/);
    expect(lines[7]).toMatch(/^column +windows called +effect now +largest +limit$/);
    expect(lines[8]).toMatch(/^tenure months +16 +2.53 +2.53 +0.03$/);
    expect(lines).toHaveLength(11);
  });

  it('says how much more there is', () => {
    const trend = trendSample(8);
    const [incident] = trend.incidents;
    const [column] = trend.columns;
    if (!incident || !column) throw new Error('nothing to repeat');
    const text = trendText({
      ...trend,
      more: true,
      incidents: Array.from({ length: 23 }, () => incident),
      columns: Array.from({ length: 25 }, () => column),
    });
    expect(text).toContain('ask for fewer --days');
    expect(text).toContain('and 3 incidents before: --json has them');
    expect(text).toContain('and 5 more columns: --json has them');
  });

  it('of nothing, and of a quiet time, is two lines', () => {
    expect(trendText(emptyTrend())).toMatch(/^Nothing measured in this time\nchurn production, .*: 0 windows$/);
    expect(trendText(quietTrend(3)).split('\n')).toHaveLength(2);
  });
});

it.each([
  [['--at', '2026-11-21T12:00:00Z', '--trend'], 'three questions: ask one'],
  [['--from', '2026-11-21T12:00:00Z', '--trend'], 'three questions: ask one'],
  [['--from', '2026-11-21T12:00:00Z'], '--from and --to belong together'],
  [['--from', '2026-11-21T12:00:00Z', '--to', '2026-11-21T12:00:00Z'], '--from must be before --to'],
  [['--trend', '--days', '0'], 'whole number from 1 on'],
])('%j is refused before anything is asked', async (options, says) => {
  const { code, out, err } = await sluice('drift', 'churn', ...options);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(says);
});

describe('incidents', () => {
  const incident = (
    kind: 'drift' | 'health' | 'performance',
    columns: string[],
    state: 'open' | 'closed' = 'open',
  ) => ({
    ...{ model: 'churn', stage: 'production', version: 6, kind, columns, state },
    ...{ since: '2026-11-21T10:00:00.000Z', last: '2026-11-21T13:00:00.000Z' },
  });

  it('that are open are a line each, of what kind unless it is drift', () => {
    const incidents = [
      incident('drift', ['plan', 'age\u001b[2J']),
      incident('health', ['errors', 'latency']),
      incident('health', ['volume'], 'closed'),
      incident('performance', ['auc']),
    ];
    expect(incidentLines({ incidents }, Date.parse('2026-11-21T13:00:00Z'))).toEqual([
      'open since 3 h ago, 2026-11-21 10:00 UTC: plan, age [2J',
      'health: open since 3 h ago, 2026-11-21 10:00 UTC: errors, latency',
      'performance: open since 3 h ago, 2026-11-21 10:00 UTC: auc',
    ]);
  });
});
