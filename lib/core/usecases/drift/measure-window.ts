/** Judges a window that was counted, together with those before it, and tells: its report, and its counts kept. */
import { FALSE_ALARM_SHARES } from '../../contracts/false-alarm-shares.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import { SAGEMAKER_NAMESPACE } from '../../contracts/metrics.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import type { DriftReport, DriftRole } from '../../drift/document.ts';
import { driftReport } from '../../drift/report.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Metrics } from '../../ports/services.ts';
import { read } from '../../registry/documents.ts';
import { Meta, type Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { fleetDimensions, limitsOf } from '../../release/guardrails.ts';
import { lateFiles } from '../capture/late-files.ts';
import { type Window, windowsPerYear } from '../drift-windows.ts';
import { type ReadHealthPorts, readHealth } from '../health/read-health.ts';
import { manifestOf } from '../manifest-of.ts';
import { type CountedWindow, type CountWindowPorts, DriftRequestImpossible } from './count-window.ts';
import { judgeWindow } from './judge-window.ts';
import { keepWindow } from './kept-windows.ts';

export interface MeasureWindowPorts extends CountWindowPorts, ReadHealthPorts {}

interface Known {
  role: DriftRole | undefined;
  /** The stage as it is now. */
  held: Stage | undefined;
}

/**
 * The report of a window, and its counts kept; nothing else follows.
 * @throws DriftRequestImpossible, and what the ports throw
 */
export async function measureWindow(
  ports: MeasureWindowPorts,
  request: DriftRequest,
  { role, held }: Known,
  { captured, window, version, baseline, counts, requests, skipped }: CountedWindow,
): Promise<DriftReport> {
  const { registry, objects, metrics, artifactBucket } = ports;
  const { model, stage, endpoint, configuration } = captured;
  const { from, to } = window;
  const manifest = await manifestNow(registry, model);
  const settings = manifest.monitoring.drift;
  const spending = {
    falseAlarmsPerYear: settings.falseAlarmsPerYear * FALSE_ALARM_SHARES.drift,
    windowsPerYear: windowsPerYear(settings.everyHours),
  };
  const place = {
    ...{ bucket: artifactBucket, model, stage, dataset: version.dataset, configuration, baseline },
    version: version.version,
  };
  const kept = { from, to, rows: counts.rows, counts, called: false };
  const judged = await judgeWindow(objects, place, kept, spending);
  await keepWindow(objects, place, { ...kept, called: (judged[0]?.called.length ?? 0) > 0 });
  const about = { model, stage, endpoint, configuration, window, captured: requests, held };
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

async function manifestNow(registry: Registry, model: string): Promise<Manifest> {
  const meta = await read(registry, model, SK.meta, Meta);
  if (!meta) throw new DriftRequestImpossible(`there is no model ${model}`);
  return manifestOf(registry, meta.document);
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
