/** Reports of one stage by what their configuration was to it: one speaks for the stage, others stand beside it. */
import { isChampion } from '../../core/drift/champion.ts';
import type { DriftReport } from '../../core/drift/document.ts';

export interface ReportsByRole {
  /** The newest of what the stage serves. */
  champion?: DriftReport;
  /** The newest of each other configuration that had traffic in its window or since. */
  beside: DriftReport[];
}

/** @param reports newest window first */
export function byRole(reports: readonly DriftReport[]): ReportsByRole {
  const champion = reports.find(isChampion);
  const newest = new Map<string, DriftReport>();
  for (const report of reports) {
    const { configuration, window } = report;
    if (configuration === champion?.configuration || newest.has(configuration)) continue;
    if (champion === undefined || window.to >= champion.window.to) newest.set(configuration, report);
  }
  return { ...(champion ? { champion } : {}), beside: [...newest.values()] };
}
