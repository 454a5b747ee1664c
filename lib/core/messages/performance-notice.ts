import type { JudgedLabels, JudgedMetric, PerformanceWatch } from '../performance/watch-document.ts';
import type { Place } from './drift-notice.ts';
import type { NoticeOf, PerformanceLine } from './notice.ts';

/**
 * The notice of a decline from the report that found it, or undefined when it called none. It speaks of the newest labels
 * in which something was called.
 * @param since begin of the incident, ISO 8601
 */
export function performanceOpenedNotice(
  report: PerformanceWatch,
  place: Place,
  since: string,
): NoticeOf<'performance-opened'> | undefined {
  const span = report.judged.find(({ metrics }) => metrics.some(({ called }) => called));
  if (!span) return undefined;
  const { from, to, rows, labelled, delayHours } = span;
  return {
    v: 1,
    kind: 'performance-opened',
    platform: place.platform,
    account: place.account,
    region: place.region,
    ...(place.alias ? { alias: place.alias } : {}),
    model: report.model,
    stage: report.stage,
    version: report.version,
    since,
    window: report.window,
    asked: { from, to },
    rows,
    labelled,
    ...(delayHours ? { delayHours } : {}),
    metrics: linesOf(span),
  };
}

/** The notice of an open incident that is worse than people were told. @param worse names of metrics */
export function performanceWorsenedNotice(
  report: PerformanceWatch,
  place: Place,
  since: string,
  worse: readonly string[],
): NoticeOf<'performance-worsened'> | undefined {
  const notice = performanceOpenedNotice(report, place, since);
  return notice && { ...notice, kind: 'performance-worsened', worse: [...worse] };
}

/** Those that were called first. */
const linesOf = ({ metrics }: JudgedLabels): PerformanceLine[] =>
  metrics
    .toSorted((a, b) => Number(b.called) - Number(a.called))
    .map(({ metric, heldOut, measured, called }: JudgedMetric) => ({ metric, heldOut, measured, called }));
