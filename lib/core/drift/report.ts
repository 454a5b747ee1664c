import type { BaselineColumn } from './baseline.ts';
import { outcome } from './decision.ts';
import type { DriftColumn, DriftReport, DriftRole, LateFiles } from './document.ts';
import { isPredictions } from './of-data.ts';
import { categoryColumn } from './report/category-column.ts';
import { correlationsColumn } from './report/correlations-column.ts';
import { numberColumn } from './report/number-column.ts';
import { decide, type Judged } from './sequential/decide.ts';
import { spentOf, toldSpan } from './sequential/told.ts';
import { fits, type WindowCounts } from './window.ts';

export interface DriftReportInput {
  readonly model: string;
  readonly stage: string;
  readonly version: number;
  readonly configuration: string;
  readonly role?: DriftRole | undefined;
  /** [from, to) by inference time, ISO 8601. */
  readonly window: { readonly from: string; readonly to: string };
  readonly baselineDataset: string;
  /** Of `baselineColumns`; the counts must have been made on it. */
  readonly baseline: readonly BaselineColumn[];
  readonly counts: WindowCounts;
  /** What was judged at the end of the window, by `decide` and `againstSeason`. @default this window alone */
  readonly judged?: readonly Judged[];
  /** Requests that the endpoint says it answered, where that was asked. */
  readonly served?: number | undefined;
  /** Requests whose capture was seen, read or not. */
  readonly requests: number;
  /** Records that were not read, by reason; rows of a wrong length are added to it here. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Files of windows before that came too late for them. */
  readonly late?: readonly LateFiles[];
  readonly falseAlarmsPerYear: number;
  readonly windowsPerYear: number;
}

/** Compares a window with its baseline. A column that cannot be compared is reported as such and costs no other. */
export function driftReport(input: DriftReportInput): DriftReport {
  const { baseline, counts, window, falseAlarmsPerYear, windowsPerYear } = input;
  const spending = { falseAlarmsPerYear, windowsPerYear };
  const alone = { ...window, rows: counts.rows, counts, called: false };
  const judged = input.judged ?? decide(baseline, alone, [], spending);
  const columns = baseline.map((column, place) => reportColumn(column, place, counts, judged));
  const wrongLength = counts.wrongLength + (input.skipped['wrong-cell-count'] ?? 0);
  return {
    v: 4,
    model: input.model,
    stage: input.stage,
    version: input.version,
    configuration: input.configuration,
    ...(input.role === undefined ? {} : { role: input.role }),
    window: { from: window.from, to: window.to },
    baselineDataset: input.baselineDataset,
    rowsRead: counts.rows,
    requests: input.requests,
    ...(input.served === undefined ? {} : { served: input.served }),
    skipped: { ...input.skipped, ...(wrongLength > 0 ? { 'wrong-cell-count': wrongLength } : {}) },
    ...(input.late && input.late.length > 0 ? { late: [...input.late] } : {}),
    outcome: outcome({
      rows: counts.rows,
      requests: input.requests,
      served: input.served,
      judged: judged.length > 0,
      drifted: columns.filter((column) => column.drifted).length,
    }),
    columns: columns.toSorted(worstFirst),
    budget: spentOf(spending, baseline.length, judged),
    spans: judged.map((each) => toldSpan(each, baseline)),
  };
}

function worstFirst(a: DriftColumn, b: DriftColumn): number {
  const effect = (column: DriftColumn): number => (column.kind === 'unknown' ? -1 : column.effect);
  return (
    Number(b.drifted) - Number(a.drifted) ||
    Number(isPredictions(b)) - Number(isPredictions(a)) ||
    effect(b) - effect(a)
  );
}

/** By the first span that called the column; else by the newest windows that are enough together. */
function reportColumn(
  baseline: BaselineColumn,
  place: number,
  window: WindowCounts,
  judged: readonly Judged[],
): DriftColumn {
  const { name } = baseline;
  if (baseline.kind === 'unknown') return { kind: 'unknown', name, problem: baseline.problem, drifted: false };
  const isOurs = ({ column }: { column: number }): boolean => column === place;
  const found = judged.find(({ called }) => called.some(isOurs));
  const shown = found ?? judged[0];
  const counts = (shown?.counts ?? window).columns[place];
  const changes = found?.called.filter(isOurs).map(({ change }) => change) ?? [];
  const span = shown && shown.span.windows > 1 ? { span: { from: shown.span.from, windows: shown.span.windows } } : {};
  if (counts && fits(baseline, counts)) {
    if (baseline.kind === 'number' && counts.kind === 'number') {
      if (baseline.of === 'predictions' && counts.count + counts.nulls === 0)
        return { kind: 'unknown', name, problem: 'no answer of the model was captured', drifted: false };
      return { ...numberColumn(baseline, counts, changes), ...span };
    }
    if (baseline.kind === 'category' && counts.kind === 'category')
      return { ...categoryColumn(baseline, counts, changes), ...span };
    if (baseline.kind === 'correlations' && counts.kind === 'correlations') {
      const { moved } = shown?.evidence.find(isOurs) ?? {};
      return { ...correlationsColumn(baseline, counts, changes, moved), ...span };
    }
  }
  return { kind: 'unknown', name, problem: 'the window was not counted on this baseline', drifted: false };
}
