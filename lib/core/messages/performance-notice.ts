import type { JudgedLabels, JudgedMetric } from '../performance/judged.ts';
import type { PerformanceWatch } from '../performance/watch-document.ts';
import type { OpenIncident } from './incident-notice.ts';
import type { PerformanceLine } from './incident-notices.ts';
import type { NoticeOf } from './notice.ts';

/**
 * The notice of a decline from the report that found it, or undefined when it called none. It speaks of the newest labels
 * in which something was called. @param worse names of metrics; none: the incident has opened
 */
export function performanceNotice(
  open: OpenIncident,
  report: PerformanceWatch,
  worse: readonly string[] | undefined,
): NoticeOf<'performance-opened' | 'performance-worsened'> | undefined {
  const span = report.judged.find(({ metrics }) => metrics.some(({ called }) => called));
  if (!span) return undefined;
  const { from, to, rows, labelled, delayHours } = span;
  const told = {
    ...{ ...open, asked: { from, to }, rows, labelled },
    ...(delayHours ? { delayHours } : {}),
    metrics: linesOf(span),
  };
  if (!worse) return { kind: 'performance-opened', ...told };
  return worse.length === 0 ? undefined : { kind: 'performance-worsened', ...told, worse: [...worse] };
}

/** Those that were called first. */
const linesOf = ({ metrics }: JudgedLabels): PerformanceLine[] =>
  metrics
    .toSorted((a, b) => Number(b.called) - Number(a.called))
    .map(({ metric, heldOut, measured, called }: JudgedMetric) => ({ metric, heldOut, measured, called }));
