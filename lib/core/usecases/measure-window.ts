/** Counts a window of live traffic, judges it together with those before it, and tells: its report, and its counts kept. */
import { DriftBaseline } from '../contracts/drift-baseline.ts';
import { FALSE_ALARM_SHARES } from '../contracts/false-alarm-shares.ts';
import { DATASET_FILES } from '../contracts/locations.ts';
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
import { read } from '../registry/documents.ts';
import { Meta, type Stage, Version } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { fleetDimensions, limitsOf } from '../release/guardrails.ts';
import { readTraffic } from './captured-traffic.ts';
import { type Window, windowsPerYear } from './drift-windows.ts';
import { judgeWindow } from './judge-window.ts';
import { keepWindow } from './kept-windows.ts';
import { currentManifest } from './known.ts';
import { lateFiles } from './late-files.ts';
import { type ReadHealthPorts, readHealth } from './read-health.ts';

export interface MeasureWindowPorts extends ReadHealthPorts {
  platform: string;
  objects: Objects;
  artifactBucket: string;
  captureBucket: string;
}

/** The request names what no registry entry explains: nothing can be compared, now or later. */
export class DriftRequestImpossible extends Error {
  override readonly name = 'DriftRequestImpossible';
}

/** ISO 8601 with milliseconds, Z. */
export const windowOf = ({ from, to }: DriftRequest): Window => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/**
 * The report of a window, and its counts kept; nothing else follows.
 * @throws DriftRequestImpossible, and what the ports throw
 */
export async function measureWindow(
  ports: MeasureWindowPorts,
  request: DriftRequest,
  { configuration, role, held }: Pick<Known, 'configuration' | 'role' | 'held'>,
): Promise<DriftReport> {
  const version = await versionOf(ports.registry, request, configuration, held?.serving);
  const manifest = await manifestOf(ports.registry, request.model);
  return makeReport(ports, request, { configuration, role, version, manifest, held });
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
  ports: MeasureWindowPorts,
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
