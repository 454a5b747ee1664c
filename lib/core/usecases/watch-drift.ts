/** Compares a window of live traffic with the data its version was trained on. */
import { DriftBaseline } from '../contracts/drift-baseline.ts';
import { FALSE_ALARM_SHARES } from '../contracts/false-alarm-shares.ts';
import { DATASET_FILES, driftPageKey, driftReportKey } from '../contracts/locations.ts';
import { Manifest } from '../contracts/manifest/schema.ts';
import { SAGEMAKER_NAMESPACE } from '../contracts/metrics.ts';
import { endpointName } from '../contracts/names.ts';
import { Profile } from '../contracts/profile.ts';
import { DatasetSchema } from '../contracts/schema.ts';
import type { DriftRequest } from '../contracts/workflow-monitoring.ts';
import { baselineColumns, versionBaseline } from '../drift/baseline.ts';
import type { DriftReport, DriftRole } from '../drift/document.ts';
import { driftReport } from '../drift/report.ts';
import { profileOfBaseline, versionPart } from '../drift/stored/baseline.ts';
import { DriftWindow } from '../drift/window.ts';
import { answerSample } from '../performance/answer-sample.ts';
import type { Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import type { Metrics } from '../ports/services.ts';
import type { ChangePorts } from '../registry/change.ts';
import { read, type Stored } from '../registry/documents.ts';
import { type Incident, Meta, Stage, Version } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { fleetDimensions, limitsOf } from '../release/guardrails.ts';
import { driftPage } from '../reports/drift-page.ts';
import { readTraffic } from './captured-traffic.ts';
import { driftFinding } from './drift-finding.ts';
import { withHistory } from './drift-history.ts';
import { type Window, windowsPerYear } from './drift-windows.ts';
import { judgeWindow } from './judge-window.ts';
import { keepWindow } from './kept-windows.ts';
import { currentManifest } from './known.ts';
import { lateFiles } from './late-files.ts';
import { isNewestWindow } from './newest-window.ts';
import { readHealth } from './read-health.ts';
import { recentIncidents } from './recent-incidents.ts';
import { roleOf } from './served-configurations.ts';
import { type TellIncidentPorts, tellIncident } from './tell-incident.ts';
import { type IncidentUpdate, updateIncident } from './update-incident.ts';
import { watchHealth } from './watch-health.ts';
import { isMeasured, keepSummary } from './window-summaries.ts';

export interface WatchDriftPorts extends ChangePorts, TellIncidentPorts {
  objects: Objects;
  artifactBucket: string;
  captureBucket: string;
}

export type Watched =
  | { outcome: DriftReport['outcome']; report: string; incident: IncidentUpdate; health: IncidentUpdate }
  | { outcome: 'nothing-serves' | 'measured-before' };

/** The request names what no registry entry explains: nothing can be compared, now or later. */
export class DriftRequestImpossible extends Error {
  override readonly name = 'DriftRequestImpossible';
}

/**
 * The report is always written, over an earlier one of the window. Incident and metric follow only from the newest window
 * of what serves now. Order: report, incidents, page, events and metrics, so whoever is told finds all; then the summary: a
 * window that has one is done with. Safe to repeat.
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
  const role = await roleOf(registry, { model, stage, serving }, configuration, windowOf(request));
  const readAt = ports.clock.now().toISOString();
  const made = await measureWindow(ports, request, { configuration, role, held });
  const report = await withHistory(objects, artifactBucket, made);
  const { from, to } = report.window;
  const key = driftReportKey(model, stage, configuration, from, to);
  await objects.put({ bucket: artifactBucket, key }, JSON.stringify(report), { contentType: 'application/json' });
  const speaks = serving?.configuration === configuration && role === 'champion' && request.reading !== 2;
  const health = speaks ? await watchHealth(ports, report, key) : undefined;
  const incident = speaks ? await incidentAfter(ports, report, key) : undefined;
  await putPage(ports, report, key);
  if (health !== undefined) await tellIncident(ports, { model, stage, kind: 'health' });
  if (incident !== undefined) await tellIncident(ports, { model, stage, kind: 'drift' });
  await keepSummary(registry, report, { report: key, read: readAt });
  return { outcome: report.outcome, report: key, incident: incident ?? 'none', health: health ?? 'none' };
}

/** ISO 8601 with milliseconds, Z. */
const windowOf = ({ from, to }: DriftRequest): Window => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

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

/**
 * The report of a window, and its counts kept; nothing else follows.
 * @throws DriftRequestImpossible, and what the ports throw
 */
export async function measureWindow(
  ports: WatchDriftPorts,
  request: DriftRequest,
  { configuration, role, held }: Pick<Known, 'configuration' | 'role' | 'held'>,
): Promise<DriftReport> {
  const version = await versionOf(ports.registry, request, configuration, held?.serving);
  const manifest = await manifestOf(ports.registry, request.model);
  return makeReport(ports, request, { configuration, role, version, manifest, held });
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

async function versionOf(
  registry: Registry,
  request: DriftRequest,
  configuration: string,
  serving: Stage['serving'],
): Promise<Version> {
  const number = request.version ?? (configuration === serving?.configuration ? serving.version : undefined);
  const found = number === undefined ? undefined : await read(registry, request.model, SK.version(number), Version);
  if (found) return found.document;
  const named = number === undefined ? `the version behind ${configuration}` : `version ${number}`;
  throw new DriftRequestImpossible(
    `${named} of ${request.model} is not known; name configuration and version together`,
  );
}

async function manifestOf(registry: Registry, model: string): Promise<Manifest> {
  const meta = await read(registry, model, SK.meta, Meta);
  if (!meta) throw new DriftRequestImpossible(`there is no model ${model}`);
  return Manifest.parse((await currentManifest(registry, meta.document)).manifest);
}

interface Known {
  configuration: string;
  role: DriftRole | undefined;
  version: Version;
  manifest: Manifest;
  /** The stage as it is now. */
  held: Stage | undefined;
}

/** Counts the window, judges it together with those before it, keeps its counts, and tells. */
async function makeReport(
  ports: WatchDriftPorts,
  request: DriftRequest,
  { configuration, role, version, manifest, held }: Known,
): Promise<DriftReport> {
  const { registry, objects, metrics, artifactBucket, captureBucket, platform } = ports;
  const { model, stage } = request;
  const settings = manifest.monitoring.drift;
  const { schema, baseline } = await baselineOf(objects, artifactBucket, version);
  const { from, to } = windowOf(request);
  const counter = new DriftWindow(baseline);
  const endpoint = endpointName(platform, model, stage);
  const columns = schema.columns.map(({ name }) => name);
  const captured = { bucket: captureBucket, model, stage, endpoint, configuration };
  const traffic = { ...captured, window: { from, to }, columns };
  const { requests, skipped } = await readTraffic(
    objects,
    traffic,
    (rows) => counter.addBatch(rows),
    answerSample({ task: schema.task, labels: schema.target.labels }, (values) => counter.addPredictions(values)),
  );
  const counts = counter.counts();
  const spending = {
    falseAlarmsPerYear: settings.falseAlarmsPerYear * FALSE_ALARM_SHARES.drift,
    windowsPerYear: windowsPerYear(settings.everyHours),
  };
  const place = {
    ...{ bucket: artifactBucket, model, stage, dataset: version.dataset, configuration, baseline },
    version: version.version,
  };
  const window = { from, to, rows: counts.rows, counts, called: false };
  const judged = await judgeWindow(objects, place, window, spending);
  await keepWindow(objects, place, { ...window, called: (judged[0]?.called.length ?? 0) > 0 });
  const about = { model, stage, endpoint, configuration, window: { from, to }, captured: requests, held };
  const limits = limitsOf(manifest.stages[stage]?.rollbackOn ?? {});
  // Requests that a drill made up reached no endpoint.
  const health = request.drill === undefined ? await readHealth(ports, { ...about, limits }) : undefined;
  const served =
    requests > 0
      ? undefined
      : (health?.requests ?? (await servedRequests(metrics, endpoint, configuration, { from, to })));
  const late = request.reading === 2 ? [] : await lateFiles({ registry, objects }, captured, { from, to });
  const report = driftReport({
    ...{ late, model, stage, configuration, role, baseline, counts, judged, requests, served, skipped },
    ...{ version: version.version, window: { from, to }, baselineDataset: version.dataset },
    ...spending,
  });
  return health ? { ...report, health } : report;
}

/** What live traffic of a version is compared with. @throws what the store throws */
export async function baselineOf(objects: Objects, bucket: string, version: Version) {
  const json = async (key: string): Promise<unknown> => JSON.parse(await objects.text({ bucket, key }));
  const ofDataset = (file: string): Promise<unknown> => json(`${version.datasetLocation}${file}`);
  const schema = DatasetSchema.parse(await ofDataset(DATASET_FILES.schema));
  if (version.baseline === undefined)
    return { schema, baseline: baselineColumns(Profile.parse(await ofDataset(DATASET_FILES.profile)), schema.columns) };
  const stored = DriftBaseline.parse(await json(version.baseline));
  return { schema, baseline: versionBaseline(profileOfBaseline(stored), schema.columns, versionPart(stored)) };
}

/** What the endpoint answered in [from, to), by SageMaker's own count. */
function servedRequests(
  metrics: Metrics,
  endpoint: string,
  configuration: string,
  { from, to }: Window,
): Promise<number> {
  const dimensions = fleetDimensions(endpoint, configuration);
  return metrics.sum(SAGEMAKER_NAMESPACE, 'Invocations', dimensions, new Date(from), new Date(to));
}
