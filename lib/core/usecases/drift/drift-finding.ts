/** What a drift report says of the incident. */
import type { DriftColumn, DriftReport } from '../../drift/document.ts';
import { GONE } from '../../drift/gone.ts';
import type { IncidentFinding } from '../../registry/entities.ts';
import type { WindowFinding } from '../../registry/incident.ts';

/** @param key of the report in the artefact bucket */
export function driftFinding(report: DriftReport, key: string): WindowFinding {
  const { model, stage, version, configuration, window } = report;
  const findings = report.columns.flatMap((column) => columnFinding(column) ?? []);
  return { kind: 'drift', model, stage, version, configuration, window, report: key, findings };
}

function columnFinding(column: DriftColumn): IncidentFinding | undefined {
  if (column.kind === 'unknown' || !column.drifted) return undefined;
  const gone =
    column.kind !== 'correlations' && column.changes.includes('missing') && column.measures.missing.now >= GONE;
  return { name: column.name, effect: column.effect, ...(gone ? { urgent: true } : {}) };
}
