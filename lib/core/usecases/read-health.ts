/** The health of what serves in a window, by SageMaker's own metrics, compared with the weeks before. */
import { SAGEMAKER_NAMESPACE } from '../contracts/metrics.ts';
import { HISTORY_MS, sameHours, touches } from '../health/comparable.ts';
import type { Health } from '../health/document.ts';
import { type HealthInput, type HealthWindow, judgeHealth } from '../health/judge.ts';
import type { Registry } from '../ports/registry.ts';
import type { MetricPoint, MetricStatistic, Metrics } from '../ports/services.ts';
import type { Stage } from '../registry/entities.ts';
import { fleetDimensions, type Limits, stageDimensions } from '../release/guardrails.ts';
import type { Window } from './drift-windows.ts';
import { recentIncidents } from './recent-incidents.ts';

export interface ReadHealthPorts {
  registry: Registry;
  metrics: Metrics;
}

export interface HealthRequest {
  readonly model: string;
  readonly stage: string;
  readonly endpoint: string;
  readonly configuration: string;
  readonly window: Window;
  /** Requests whose capture was seen. */
  readonly captured: number;
  readonly limits: Limits;
  /** The stage as it is now. */
  readonly held: Pick<Stage, 'serving' | 'lock'> | undefined;
}

const HOUR_MS = 3_600_000;
/** In a millisecond, in which SageMaker counts. */
const MICROSECONDS = 1000;

/** In the order in which `windowsOf` takes them. */
const WANTED = [
  { name: 'Invocations', statistic: 'Sum' },
  { name: 'Invocation4XXErrors', statistic: 'Sum' },
  { name: 'Invocation5XXErrors', statistic: 'Sum' },
  { name: 'ModelLatency', statistic: 'p95' },
  { name: 'ModelLatency', statistic: 'p99' },
  { name: 'OverheadLatency', statistic: 'p95' },
] as const satisfies MetricStatistic[];

/**
 * Two or three metric queries a window, with four weeks before it. Undefined for a window of part hours: what is older
 * than two weeks is kept by the hour.
 */
export async function readHealth(
  { registry, metrics }: ReadHealthPorts,
  request: HealthRequest,
): Promise<Health | undefined> {
  const { model, stage, endpoint, window, captured, limits, held } = request;
  const length = Date.parse(window.to) - Date.parse(window.from);
  if (length % HOUR_MS !== 0 || Date.parse(window.from) % length !== 0) return undefined;
  const incidents = (await recentIncidents(registry, model, stage, 'health')).map(({ document }) => document);
  const open = incidents.find(({ state }) => state === 'open');
  // An incident is compared with the weeks before it began, however long it lasts.
  const before = open && open.since < window.from ? open.since : window.from;
  const bad = incidents.map(({ since, last }) => ({ from: since, to: last }));
  const over: Over = {
    from: new Date(Date.parse(before) - HISTORY_MS),
    to: new Date(window.to),
    periodSeconds: length / 1000,
  };
  const volumes = byTime(await metrics.series(SAGEMAKER_NAMESPACE, stageDimensions(endpoint), [WANTED[0]], over));
  const fleet = await fleetWindows(metrics, request, over);
  // Before the first request that is known, nobody knows; after it, a window without data had none.
  const first = [...volumes.keys()][0] ?? window.from;
  const usual = [...volumes].filter(([from]) => from < before && !touches(from, length, bad));
  return judgeHealth({
    now: fleet.find(({ from }) => from === window.from) ?? nothing(window.from),
    before: fleet.filter(({ from }) => from < before && !touches(from, length, bad)),
    stageRequests: volumes.get(window.from)?.[0] ?? 0,
    sameHours: sameHours(window.from, before)
      .filter((from) => from >= first && !touches(from, length, bad))
      .map((from) => volumes.get(from)?.[0] ?? 0),
    busiest: busiestOf(usual),
    captured,
    limits,
    releaseOnTheWay: held?.lock !== undefined,
    open: open?.columns ?? [],
  });
}

const busiestOf = (usual: readonly [string, (number | undefined)[]][]): HealthInput['busiest'] => ({
  requests: Math.max(0, ...usual.map(([, [requests = 0]]) => requests)),
  windows: usual.length,
});

interface Over {
  from: Date;
  to: Date;
  periodSeconds: number;
}

const nothing = (from: string): HealthWindow => ({ from, requests: 0, clientErrors: 0, serverErrors: 0 });

/**
 * SageMaker counts by configuration, as far as is known always; documented it is for deployments. Where the configuration
 * has no such metric, it answered alone since it began to serve, and no release is on the way, the stage's are its own.
 */
async function fleetWindows(
  metrics: Metrics,
  { endpoint, configuration, held, window }: HealthRequest,
  over: Over,
): Promise<HealthWindow[]> {
  const own = await metrics.series(SAGEMAKER_NAMESPACE, fleetDimensions(endpoint, configuration), WANTED, over);
  if (own.some((points) => points.length > 0)) return windowsOf(own);
  const since = held?.serving?.configuration === configuration && !held.lock ? held.serving.since : undefined;
  if (since === undefined || since > window.from) return [];
  return windowsOf(await metrics.series(SAGEMAKER_NAMESPACE, stageDimensions(endpoint), WANTED, over)).filter(
    ({ from }) => from >= since,
  );
}

function windowsOf(series: readonly MetricPoint[][]): HealthWindow[] {
  return [...byTime(series)].map(([from, [requests = 0, clientErrors = 0, serverErrors = 0, p95, p99, overhead]]) => ({
    ...{ from, requests, clientErrors, serverErrors },
    ...(p95 === undefined ? {} : { p95: p95 / MICROSECONDS }),
    ...(p99 === undefined ? {} : { p99: p99 / MICROSECONDS }),
    ...(overhead === undefined ? {} : { overhead: overhead / MICROSECONDS }),
  }));
}

/** The values of all series at each time, in the order of the series; oldest first. */
function byTime(series: readonly MetricPoint[][]): Map<string, (number | undefined)[]> {
  const times = new Map<string, (number | undefined)[]>();
  for (const [i, points] of series.entries())
    for (const { time, value } of points) {
      const at = time.toISOString();
      const values = times.get(at) ?? series.map(() => undefined);
      values[i] = value;
      times.set(at, values);
    }
  return new Map([...times].sort(([a], [b]) => (a < b ? -1 : 1)));
}
