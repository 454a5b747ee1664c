/** How the columns that drifted stood before: from the reports of the windows before. */
import * as z from 'zod';
import { type DriftHistory, type DriftReport, HISTORY } from './document.ts';

/** Most columns of a history: those that changed most. */
export const HISTORY_COLUMNS = 60;

/** What a history needs of an earlier report, of any version. */
export const EarlierReport = z.object({
  window: z.object({ from: z.string(), to: z.string() }),
  outcome: z.string(),
  columns: z.array(z.object({ name: z.string(), effect: z.number().optional() })),
});
export type EarlierReport = z.infer<typeof EarlierReport>;

/** @param earlier reports of the same configuration, oldest first; of more than 47 the newest count */
export function driftHistory(report: DriftReport, earlier: readonly EarlierReport[]): DriftHistory {
  const windows = [...earlier.slice(1 - HISTORY), report];
  const names = report.columns.filter(({ drifted }) => drifted).map(({ name }) => name);
  const wanted = new Map(names.slice(0, HISTORY_COLUMNS).map((name) => [name, [] as (number | null)[]]));
  for (const { outcome, columns } of windows) {
    // Too few rows give an effect as well, and it says nothing.
    const answered = outcome === 'drift' || outcome === 'no-drift';
    const effects = new Map(
      columns
        .filter(({ name }) => wanted.has(name))
        .map((column) => [column.name, 'effect' in column ? column.effect : undefined]),
    );
    for (const [name, line] of wanted) line.push(answered ? rounded(effects.get(name)) : null);
  }
  return {
    windows: windows.map(({ window, outcome }) => ({ from: window.from, to: window.to, outcome })),
    columns: [...wanted].map(([name, effects]) => ({ name, effects })),
  };
}

const rounded = (effect: number | undefined): number | null =>
  effect === undefined ? null : Number(effect.toPrecision(4));
