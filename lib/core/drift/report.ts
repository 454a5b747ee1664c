import { plotScale, plotShares } from '../data/profile/plot.ts';
import type { BaselineColumn, CategoryBaseline, CorrelationsBaseline, NumberBaseline } from './baseline.ts';
import type { CategoryCounts } from './category-counter.ts';
import { categoryCause, correlationsCause, numberCause } from './cause.ts';
import { changeOfCorrelations } from './correlations/change.ts';
import type { ScoreSums } from './correlations/sums.ts';
import { type Change, LEAST_EFFECT, outcome } from './decision.ts';
import type { DriftColumn, DriftReport, DriftRole, LateFiles } from './document.ts';
import { categoryMeasures, type Measures, numberMeasures } from './measures.ts';
import type { NumberCounts } from './number-counter.ts';
import { decide, type Judged } from './sequential/decide.ts';
import { spentOf, toldSpan } from './sequential/told.ts';
import { sketchQuantile } from './sketch.ts';
import { fits, type WindowCounts } from './window.ts';

type Bars = NonNullable<Extract<DriftColumn, { kind: 'category' }>['bars']>;

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

/** Most levels that are shown of a column. */
const LEVELS_SHOWN = 8;

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

/** What people look at first. */
const isPredictions = (column: DriftColumn): boolean => column.kind === 'number' && column.of === 'predictions';

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

/** The larger PSI of those that can count: time moves by nature. */
const effectOf = (type: BaselineColumn['type'], { psi = 0, missing }: Measures): number =>
  Math.max(type === 'timestamp' ? 0 : psi, missing.psi);

function correlationsColumn(
  baseline: CorrelationsBaseline,
  counts: ScoreSums,
  changes: readonly Change[],
  moved: ReadonlySet<number> | undefined,
): DriftColumn {
  const { p, effect, surest } = changeOfCorrelations(baseline, counts, moved);
  const named = (column: number): string => baseline.columns[column]?.name ?? '';
  const pair = surest && {
    columns: [named(surest.pair.a), named(surest.pair.b)] as [string, string],
    baseline: surest.pair.r,
    ...(surest.r === undefined ? {} : { now: surest.r }),
  };
  const drifted = changes.length > 0;
  return {
    kind: 'correlations',
    name: baseline.name,
    type: baseline.type,
    rows: counts.rows,
    rowsBefore: baseline.rows,
    pairs: baseline.pairs.length,
    p,
    ...(pair ? { surest: pair } : {}),
    effect,
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(drifted && pair ? { cause: correlationsCause(pair) } : {}),
  };
}

function numberColumn(baseline: NumberBaseline, counts: NumberCounts, changes: readonly Change[]): DriftColumn {
  const measures = numberMeasures(baseline, counts);
  const drifted = changes.length > 0;
  const rows = counts.count + counts.nulls;
  const unparsable = rows === 0 ? 0 : counts.unparsable / rows;
  const now = {
    count: counts.count,
    nulls: measures.missing.now,
    min: counts.min,
    max: counts.max,
    mean: counts.mean,
    p25: liveQuantile(baseline, counts, 0.25),
    median: liveQuantile(baseline, counts, 0.5),
    p75: liveQuantile(baseline, counts, 0.75),
  };
  const { count, min, max, mean, p25, median, p75 } = baseline.profile;
  const before = { count, nulls: measures.missing.baseline, min, max, mean, p25, median, p75 };
  const scale = plotScale(baseline);
  const cause =
    drifted && !baseline.of
      ? numberCause(measures, changes, { ...now, unparsableShare: unparsable }, before)
      : undefined;
  return {
    kind: 'number',
    ...(baseline.of ? { of: baseline.of } : {}),
    name: baseline.name,
    type: baseline.type,
    rows,
    measures,
    unparsable,
    now: present(now),
    baseline: present(before),
    ...(scale
      ? {
          plot: {
            scale,
            now: plotShares(scale, baseline, counts.counts),
            baseline: plotShares(scale, baseline, baseline.counts),
          },
        }
      : {}),
    effect: effectOf(baseline.type, measures),
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(cause ? { cause } : {}),
  };
}

/** Within 1 % of the value is less than half a step for whole numbers below 50. */
const EXACT_BELOW = 50;

/** A quantile of the window within 1 %, never beyond its smallest and largest value, exact for small whole numbers. */
function liveQuantile({ type }: NumberBaseline, { sketch, min, max }: NumberCounts, p: number): number | undefined {
  const value = sketchQuantile(sketch, p);
  if (value === undefined || min === undefined || max === undefined) return undefined;
  const near = Math.min(max, Math.max(min, value));
  return type === 'integer' && Math.abs(near) < EXACT_BELOW ? Math.round(near) + 0 : near;
}

function categoryColumn(baseline: CategoryBaseline, counts: CategoryCounts, changes: readonly Change[]): DriftColumn {
  const measures = categoryMeasures(baseline, counts);
  const drifted = changes.length > 0;
  const cause = drifted ? categoryCause(measures, changes) : undefined;
  const bars = levelBars(baseline, counts);
  const known = baseline.levels.map((level, i) => [level, counts.counts[i] ?? 0] as const).filter(([, n]) => n > 0);
  const distinct = known.length + counts.others.length;
  const distinctBefore = baseline.levels.length + baseline.profile.other.levels;
  return {
    kind: 'category',
    name: baseline.name,
    type: baseline.type,
    rows: counts.count + counts.nulls,
    measures,
    now: {
      count: counts.count,
      nulls: measures.missing.now,
      // Beyond the levels that are told apart nobody counted.
      ...(counts.unlisted === 0 ? { distinct } : {}),
      levels: largest([...known, ...counts.others], counts.count, distinct + counts.unlisted),
    },
    baseline: {
      count: baseline.profile.count,
      nulls: measures.missing.baseline,
      distinct: distinctBefore,
      levels: largest(
        baseline.levels.map((level, i) => [level, baseline.counts[i] ?? 0] as const),
        baseline.profile.count,
        baseline.distinct,
      ),
    },
    ...(bars ? { bars } : {}),
    effect: effectOf(baseline.type, measures),
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(cause ? { cause } : {}),
  };
}

/**
 * Both sides of the levels that are largest on either; nothing where the baseline's values are mostly distinct. Where
 * those of the window are, its own levels are counted and not named.
 */
function levelBars(baseline: CategoryBaseline, counts: CategoryCounts): Bars | undefined {
  const before = { count: baseline.profile.count, distinct: baseline.distinct };
  const met = counts.counts.filter((each) => each > 0).length;
  const now = { count: counts.count, distinct: met + counts.others.length + counts.unlisted };
  if (mostlyDistinct(before)) return undefined;
  const share = (each: number, { count }: { count: number }): number => (count === 0 ? 0 : each / count);
  const known = baseline.levels.map((value, i) => ({
    value,
    now: share(counts.counts[i] ?? 0, now),
    baseline: share(baseline.counts[i] ?? 0, before),
    isNew: false,
  }));
  const fresh = counts.others.map(([value, each]) => ({
    value,
    now: share(each, now),
    baseline: 0,
    isNew: baseline.complete,
  }));
  const levels = [...known, ...(mostlyDistinct(now) ? [] : fresh)]
    .sort((a, b) => Math.max(b.now, b.baseline) - Math.max(a.now, a.baseline))
    .slice(0, LEVELS_SHOWN);
  const rest = (side: 'now' | 'baseline', { count }: { count: number }): number =>
    count === 0 ? 0 : Math.max(0, 1 - levels.reduce((sum, level) => sum + level[side], 0));
  const unlisted = baseline.profile.other.levels + (counts.unlisted > 0 ? 1 : 0);
  return {
    levels,
    other: {
      now: rest('now', now),
      baseline: rest('baseline', before),
      levels: known.length + fresh.length - levels.length + unlisted,
    },
  };
}

/** Such values are names, ids or free text: none is shown. */
const mostlyDistinct = ({ count, distinct }: { count: number; distinct: number }): boolean => distinct > count / 2;

function largest(
  levels: readonly (readonly [string, number])[],
  count: number,
  distinct: number,
): { value: string; share: number }[] {
  if (count === 0 || mostlyDistinct({ count, distinct })) return [];
  return levels
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, LEVELS_SHOWN)
    .map(([value, each]) => ({ value, share: each / count }));
}

/** Without the keys that hold nothing, which is how they look once stored. */
function present<T extends object>(side: T): T {
  return Object.fromEntries(Object.entries(side).filter(([, value]) => value !== undefined)) as T;
}
