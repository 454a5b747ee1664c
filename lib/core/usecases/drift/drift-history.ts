/** Finds the reports that the history of a drifted window is made of. */
import { driftReportsPrefix } from '../../contracts/locations.ts';
import { type DriftReport, HISTORY } from '../../drift/document.ts';
import { driftHistory, EarlierReport } from '../../drift/history.ts';
import type { Objects } from '../../ports/objects.ts';
import { textsOf } from '../small-objects.ts';
import { type WindowObject, windowObjects } from '../window-objects.ts';

/** The report with its history; one without a drifted column needs none. Windows of another length are not comparable. */
export async function withHistory(objects: Objects, bucket: string, report: DriftReport): Promise<DriftReport> {
  if (report.outcome !== 'drift') return report;
  const { model, stage, configuration, window } = report;
  const begin = Date.parse(window.from);
  const length = Date.parse(window.to) - begin;
  const oldest = new Date(begin - (HISTORY - 1) * length).toISOString();
  const before: WindowObject[] = [];
  const prefix = driftReportsPrefix(model, stage, configuration);
  for await (const found of windowObjects(objects, bucket, prefix, { from: oldest, to: window.from }))
    if (Date.parse(found.to) - Date.parse(found.from) === length) before.push(found);
  const earlier: EarlierReport[] = [];
  for await (const { text } of textsOf(objects, bucket, before)) earlier.push(EarlierReport.parse(JSON.parse(text)));
  return { ...report, history: driftHistory(report, earlier) };
}
