/**
 * An hour of live traffic as the drift function has it, as a process of its own: captured records read and counted, the
 * window judged, its report and page made: `window.ts RECORDS EDGES`. Prints what `answer.ts` says.
 */
import { type CaptureTally, captureReader } from '../../../lib/core/data/readers/capture.ts';
import { driftReport } from '../../../lib/core/drift/report.ts';
import { DriftWindow } from '../../../lib/core/drift/window.ts';
import { driftPage } from '../../../lib/core/reports/drift-page.ts';
import { baseline, COLUMNS, edgesIn } from '../capture/records.ts';
import { piecesOf } from '../pieces.ts';
import type { Answer } from './answer.ts';

const [, , file = '', edges = ''] = process.argv;
const columns = baseline(edgesIn(edges));
const counter = new DriftWindow(columns);
const tally: CaptureTally = { requests: 0, skipped: {} };
const reader = captureReader(COLUMNS, { from: Date.UTC(2026, 0), to: Date.UTC(2027, 0) });
for await (const rows of reader.read(piecesOf(file), tally)) counter.addBatch(rows);
const report = driftReport({
  model: 'churn',
  stage: 'production',
  version: 1,
  configuration: 'sluice-churn-production-000001',
  window: { from: '2026-10-01T00:00:00.000Z', to: '2026-10-01T01:00:00.000Z' },
  baselineDataset: '0'.repeat(64),
  baseline: columns,
  counts: counter.counts(),
  requests: tally.requests,
  skipped: tally.skipped,
  falseAlarmsPerYear: 4,
  windowsPerYear: 8766,
});
const written = JSON.stringify(report).length + driftPage(report, undefined).length;
if (written === 0) throw new Error('nothing was written');
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const answer: Answer = {
  rows: report.rowsRead,
  called: report.columns.flatMap((column) => (column.drifted ? [column.name] : [])).sort(),
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  memory: maxRSS / 1024,
};
console.log(JSON.stringify(answer));
