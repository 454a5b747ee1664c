/** Is what serves worse than it was when it was evaluated? */
import { stepDown } from '../drift/sequential/step-down.ts';
import type { Estimate } from '../evaluation/estimate.ts';
import type { BinaryRows, RegressionRows } from '../evaluation/rows.ts';
import { WATCHED_BINARY, WATCHED_REGRESSION, type WatchedMetric } from './decline/watched-metrics.ts';
import type { JudgedLabels, JudgedMetric } from './judged.ts';
import { type LabelledDay, type LabelledSpan, labelledSpans, ripe } from './labelled-days.ts';
import { LabelledRows } from './labelled-rows.ts';
import type { PerformanceWatch } from './watch-document.ts';

/** The held-out rows of a version with its own answers, and what was measured on them. */
export type HeldOut = { readonly metrics: Readonly<Record<string, Estimate>> } & (
  | { readonly task: 'binary-classification'; readonly rows: BinaryRows }
  | { readonly task: 'regression'; readonly rows: RegressionRows }
);

export interface LabelledTraffic {
  /** Newest first. */
  readonly days: readonly LabelledDay[];
  readonly now: Date;
  /** End of the days that "now" called before. */
  readonly told?: string | undefined;
  /** Of the bootstrap. */
  readonly seed: string;
}

export type Verdict = Pick<PerformanceWatch, 'outcome' | 'judged' | 'told'>;

/**
 * One decision a day. The level is divided by the spans, and within a span by its metrics, step by step (Holm), so
 * the chance that a model which lost nothing is called is at most `level`, however spans and metrics depend on each other.
 * @param level of the whole decision
 */
export function judgePerformance(heldOut: HeldOut, traffic: LabelledTraffic, level: number): Verdict {
  const { days, now, told, seed } = traffic;
  const all = LabelledRows.join(
    heldOut.task,
    days.map(({ rows }) => rows),
  ).counts();
  const spans = labelledSpans(ripe(days, all.delayHours?.p90 ?? 0, now), told);
  const judged = spans.map((span) => judge(heldOut, span, level / spans.length, seed));
  const [first] = judged;
  const before = told === undefined ? {} : { told };
  if (!first) return { outcome: 'not-enough-labels', judged: [], ...before };
  if (judged.some(isCalled)) return { outcome: 'decline', judged, ...(isCalled(first) ? { told: first.to } : before) };
  const isLower = first.metrics.some(({ decline, least }) => decline >= least);
  return { outcome: isLower ? 'not-sure' : 'no-decline', judged, ...before };
}

const isCalled = ({ metrics }: JudgedLabels): boolean => metrics.some(({ called }) => called);

function judge(heldOut: HeldOut, { name, days }: LabelledSpan, level: number, seed: string): JudgedLabels {
  const rows = LabelledRows.join(
    heldOut.task,
    days.map((day) => day.rows),
  );
  const measured = (metrics: readonly { name: string }[]) =>
    rows.measured(
      `${seed}/${name}`,
      metrics.map((metric) => metric.name),
    );
  const found =
    heldOut.task === 'regression'
      ? watched(WATCHED_REGRESSION, heldOut, heldOut.rows, rows.regression(), measured(WATCHED_REGRESSION))
      : watched(WATCHED_BINARY, heldOut, heldOut.rows, rows.binary(), measured(WATCHED_BINARY));
  const tested = found.filter(({ p }) => p !== undefined);
  const sure = stepDown(
    tested.map(({ p = 1 }) => p),
    level,
  );
  const called = new Set(tested.filter(({ decline, least }, test) => sure[test] && decline >= least));
  const { labelled, coverage, delayHours, rows: all } = rows.counts();
  return {
    span: name,
    from: days.at(-1)?.from ?? '',
    to: days[0]?.to ?? '',
    days: days.length,
    rows: all,
    labelled,
    ...(coverage === undefined ? {} : { coverage }),
    ...(delayHours ? { delayHours } : {}),
    level,
    metrics: found.map((metric) => ({ ...metric, called: called.has(metric) })),
  };
}

/** Metrics that were measured on both sides. */
function watched<Rows>(
  metrics: readonly WatchedMetric<Rows>[],
  heldOut: Pick<HeldOut, 'metrics'>,
  before: Rows,
  live: Rows,
  measured: Readonly<Record<string, Estimate>>,
): Omit<JudgedMetric, 'called'>[] {
  return metrics.flatMap(({ name, margin, least, p, decline }) => {
    const was = heldOut.metrics[name];
    const is = measured[name];
    if (!was || !is) return [];
    const found = p(before, live);
    const size = decline(was.value, is.value);
    // Errors that grew from none have no share.
    if (!Number.isFinite(size)) return [];
    return [
      {
        ...{ metric: name, heldOut: was, measured: is, decline: size, margin, least },
        ...(found === undefined ? {} : { p: found }),
      },
    ];
  });
}
