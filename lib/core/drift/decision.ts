/**
 * When a column counts as drifted: the change must be sure (its p-value is below the budget's alpha), and it must matter
 * (PSI at least 0.1). At millions of rows anything is sure, at few rows anything may look large; only both together wake
 * somebody.
 */
import type { ColumnType } from '../contracts/schema.ts';
import type { Measures } from './measures.ts';

/** The least PSI that matters. */
export const LEAST_EFFECT = 0.1;
/** Fewer values than this in a window prove nothing. */
export const LEAST_ROWS = 200;

/** How the false alarms a user accepts in a year are shared out over windows and columns (Bonferroni). */
export interface Budget {
  readonly falseAlarmsPerYear: number;
  readonly windowsPerYear: number;
  readonly columns: number;
  /** A test of one column in one window is sure below this p-value. */
  readonly alpha: number;
}

export function budget(falseAlarmsPerYear: number, windows: number, columns: number): Budget {
  const alpha = Math.min(1, falseAlarmsPerYear / (windows * Math.max(1, columns)));
  return { falseAlarmsPerYear, windowsPerYear: windows, columns, alpha };
}

/** What moved: the values, or the share of cells that are missing. */
export type Change = 'values' | 'missing';

export interface Decision {
  readonly drifted: boolean;
  readonly changes: readonly Change[];
  /** The larger PSI of those that can count. */
  readonly effect: number;
}

/** @param filled cells of the window with a value @param empty those without */
export function decide(
  type: ColumnType,
  measures: Measures,
  { filled, empty }: { readonly filled: number; readonly empty: number },
  alpha: number,
): Decision {
  // Time moves by nature: that a timestamp is later than in training is shown, and is no finding.
  const psi = type === 'timestamp' ? 0 : (measures.psi ?? 0);
  const p = measures.ksP ?? measures.chi2P ?? 1;
  const changes: Change[] = [];
  if (filled >= LEAST_ROWS && p < alpha && psi >= LEAST_EFFECT) changes.push('values');
  if (filled + empty >= LEAST_ROWS && measures.missing.p < alpha && measures.missing.psi >= LEAST_EFFECT)
    changes.push('missing');
  return { drifted: changes.length > 0, changes, effect: Math.max(psi, measures.missing.psi) };
}

export type Outcome = 'drift' | 'no-drift' | 'not-enough-data' | 'no-traffic';

/** What a window says as a whole. */
export function outcome(window: { rows: number; requests: number; drifted: number }): Outcome {
  if (window.rows === 0 && window.requests === 0) return 'no-traffic';
  if (window.rows < LEAST_ROWS) return 'not-enough-data';
  return window.drifted > 0 ? 'drift' : 'no-drift';
}
