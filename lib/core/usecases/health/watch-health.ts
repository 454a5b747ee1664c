/** What a window says of the health of its stage: an incident opens, is worse or closes. */
import type { DriftReport } from '../../drift/document.ts';
import type { HealthFinding } from '../../health/document.ts';
import type { ChangePorts } from '../../registry/change.ts';
import type { IncidentFinding } from '../../registry/entities.ts';
import { isNewestWindow } from '../drift/newest-window.ts';
import { type IncidentUpdate, updateIncident } from '../incidents/update-incident.ts';

/**
 * Only for the newest window of what serves now. Safe to repeat. People are to be told of it by `tellIncident`.
 * @param key of the report in the artefact bucket
 * @returns undefined for a window without an answer, and for one that is not the newest
 * @throws Busy, and what the ports throw
 */
export async function watchHealth(
  ports: ChangePorts,
  { model, stage, version, configuration, window, health }: DriftReport,
  key: string,
): Promise<IncidentUpdate | undefined> {
  if (!health || health.outcome === 'undecided') return undefined;
  if (!(await isNewestWindow(ports.registry, { model, stage, to: window.to, kind: 'health' }))) return undefined;
  const findings = health.findings.map(incidentFinding);
  const about = { kind: 'health' as const, model, stage };
  return updateIncident(ports, { ...about, version, configuration, window, report: key, findings });
}

function incidentFinding({ name, unit, now, before = 0, urgent }: HealthFinding): IncidentFinding {
  // Of a number of requests, how many times more or fewer; of none at all there is no more.
  const times = now === 0 ? 1 : Math.max(now / Math.max(1, before), before / now);
  return { name, effect: unit === 'requests' ? times : now, ...(urgent ? { urgent } : {}) };
}
