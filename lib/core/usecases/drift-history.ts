/** Finds the reports that the history of a drifted window is made of. */
import { driftReportKey } from '../contracts/locations.ts';
import { type DriftReport, HISTORY } from '../drift/document.ts';
import { driftHistory, EarlierReport } from '../drift/history.ts';
import type { Objects } from '../ports/objects.ts';

const AT_ONCE = 8;

/** The report with its history; one without a drifted column needs none. Windows of another length are not comparable. */
export async function withHistory(objects: Objects, bucket: string, report: DriftReport): Promise<DriftReport> {
  if (report.outcome !== 'drift') return report;
  const { model, stage, configuration, window } = report;
  const begin = Date.parse(window.from);
  const length = Date.parse(window.to) - begin;
  const key = (from: string, to: string): string => driftReportKey(model, stage, configuration, from, to);
  const prefix = key('', '').slice(0, -'_.json'.length);
  // The key before the oldest window that can count: keys ascend with time.
  const startAfter = key(new Date(begin - (HISTORY - 1) * length).toISOString(), '').slice(0, -'.json'.length);
  const keys: string[] = [];
  for await (const { key } of objects.list(bucket, prefix, { startAfter })) {
    const [from = '', to = ''] = key.slice(prefix.length, -'.json'.length).split('_');
    if (from >= window.from) break;
    if (to <= window.from && Date.parse(to) - Date.parse(from) === length) keys.push(key);
  }
  const earlier: EarlierReport[] = [];
  for (let first = 0; first < keys.length; first += AT_ONCE) {
    const texts = await Promise.all(keys.slice(first, first + AT_ONCE).map((key) => objects.text({ bucket, key })));
    earlier.push(...texts.map((text) => EarlierReport.parse(JSON.parse(text))));
  }
  return { ...report, history: driftHistory(report, earlier) };
}
