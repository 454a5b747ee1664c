/**
 * When a column counts as drifted: the change must be sure (`sequential/` says how sure, so that the budget of false
 * alarms holds), and it must matter. At millions of rows anything is sure, at few rows anything may look large; only both
 * together wake somebody.
 */
import type { DriftOutcome } from './document.ts';

/**
 * The least PSI that matters. A normal column shifted by d standard deviations has d²: 0.2 of them is above it, 0.1 is
 * below. So is a share of missing cells that goes from 1 % to 3 %; to 4 % is above.
 */
export const LEAST_EFFECT = 0.03;
/** Fewer values than this prove nothing: windows are taken together until there are as many. */
export const LEAST_ROWS = 200;

/** What moved: the values, or the share of cells that are missing. */
export type Change = 'values' | 'missing';

/**
 * What a window says as a whole.
 * @param window.requests whose capture was seen, read or not
 * @param window.served requests that the endpoint says it answered; undefined where nobody asked
 * @param window.judged whether there was enough, in this window or with those before it
 */
export function outcome(window: {
  rows: number;
  requests: number;
  served: number | undefined;
  judged: boolean;
  drifted: number;
}): DriftOutcome {
  if (window.rows === 0 && window.requests === 0) return (window.served ?? 0) > 0 ? 'capture-stopped' : 'no-traffic';
  if (!window.judged) return 'not-enough-data';
  return window.drifted > 0 ? 'drift' : 'no-drift';
}
