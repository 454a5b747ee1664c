/** Watches a window of live traffic: its report, and what follows from it for the stage. */
import { driftPageKey, driftReportKey } from '../../contracts/locations.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import type { DriftReport } from '../../drift/document.ts';
import type { ChangePorts } from '../../registry/change.ts';
import { read, type Stored } from '../../registry/documents.ts';
import { type Incident, Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { driftPage } from '../../reports/drift-page.ts';
import { watchHealth } from '../health/watch-health.ts';
import { recentIncidents } from '../incidents/recent-incidents.ts';
import { type TellIncidentPorts, tellIncident } from '../incidents/tell-incident.ts';
import { type IncidentUpdate, updateIncident } from '../incidents/update-incident.ts';
import { putJson } from '../json-objects.ts';
import { roleOf } from '../release/served-configurations.ts';
import { type CountWhenWholePorts, countWhenWhole, type PutOff } from './count-when-whole.ts';
import { windowOf } from './count-window.ts';
import { driftFinding } from './drift-finding.ts';
import { withHistory } from './drift-history.ts';
import { type MeasureWindowPorts, measureWindow } from './measure-window.ts';
import { isNewestWindow } from './newest-window.ts';
import { isMeasured, keepSummary } from './window-summaries.ts';

export interface WatchDriftPorts extends ChangePorts, TellIncidentPorts, MeasureWindowPorts, CountWhenWholePorts {}

export type Watched =
  | { outcome: DriftReport['outcome']; report: string; incident: IncidentUpdate; health: IncidentUpdate }
  | ({ outcome: 'waits' } & PutOff)
  | { outcome: 'nothing-serves' | 'measured-before' };

/**
 * A window that has just closed is put off until all that was captured of it is there. Then the report is always written,
 * over an earlier one of the window. Incident and metric follow only from the newest window of what serves now. Order:
 * report, incidents, page, events and metrics, so whoever is told finds all; then the summary: a window that has one is
 * done with. Safe to repeat.
 *
 * @throws DriftRequestImpossible, Busy, and what the ports throw
 */
export async function watchDrift(ports: WatchDriftPorts, request: DriftRequest): Promise<Watched> {
  const { registry, objects, artifactBucket } = ports;
  const { model, stage } = request;
  const held = (await read(registry, model, SK.stage(stage), Stage))?.document;
  const serving = held?.serving;
  const configuration = request.configuration ?? serving?.configuration;
  if (configuration === undefined) return { outcome: 'nothing-serves' };
  if (request.ifMissing && (await isMeasured(registry, { model, stage, configuration, ...windowOf(request) })))
    return { outcome: 'measured-before' };
  const readAt = ports.clock.now().toISOString();
  const counted = await countWhenWhole(ports, request, configuration, held);
  if ('lookAgainInSeconds' in counted) return { outcome: 'waits', ...counted };
  const role = await roleOf(registry, { model, stage, serving }, configuration, windowOf(request));
  const made = await measureWindow(ports, request, { role, held }, counted);
  const report = await withHistory(objects, artifactBucket, made);
  const { from, to } = report.window;
  const key = driftReportKey(model, stage, configuration, from, to);
  await putJson(objects, { bucket: artifactBucket, key }, report);
  const speaks = serving?.configuration === configuration && role === 'champion' && request.reading !== 2;
  const health = speaks ? await watchHealth(ports, report, key) : undefined;
  const incident = speaks ? await incidentAfter(ports, report, key) : undefined;
  await putPage(ports, report, key);
  if (health !== undefined) await tellIncident(ports, { model, stage, kind: 'health' });
  if (incident !== undefined) await tellIncident(ports, { model, stage, kind: 'drift' });
  await keepSummary(registry, report, { report: key, read: readAt });
  return { outcome: report.outcome, report: key, incident: incident ?? 'none', health: health ?? 'none' };
}

/** @returns undefined for a window without an answer, and for one that is not the newest */
async function incidentAfter(
  ports: WatchDriftPorts,
  report: DriftReport,
  key: string,
): Promise<IncidentUpdate | undefined> {
  const { model, stage, outcome, window } = report;
  if (outcome !== 'drift' && outcome !== 'no-drift') return undefined;
  if (!(await isNewestWindow(ports.registry, { model, stage, to: window.to }))) return undefined;
  return updateIncident(ports, driftFinding(report, key));
}

/** The page names the incident the window belongs to, so it is made after it. */
async function putPage({ registry, objects, artifactBucket }: WatchDriftPorts, report: DriftReport, key: string) {
  const incident = incidentOf(report, await recentIncidents(registry, report.model, report.stage));
  await objects.put({ bucket: artifactBucket, key: driftPageKey(key) }, driftPage(report, incident), {
    contentType: 'text/html; charset=utf-8',
  });
}

function incidentOf({ window }: DriftReport, recent: readonly Stored<Incident>[]): Incident | undefined {
  const found = recent.find(({ document }) => document.since <= window.from && window.to <= document.last);
  return found?.document;
}
