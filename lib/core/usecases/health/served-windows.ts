/** What SageMaker counted of a configuration, window by window. */
import { SAGEMAKER_NAMESPACE } from '../../contracts/metrics.ts';
import type { HealthWindow } from '../../health/judge.ts';
import type { MetricPoint, MetricStatistic, Metrics } from '../../ports/services.ts';
import type { Stage } from '../../registry/entities.ts';
import { fleetDimensions, stageDimensions } from '../../release/guardrails.ts';
import type { Window } from '../drift-windows.ts';

export interface ServedConfigurationRequest {
  readonly endpoint: string;
  readonly configuration: string;
  readonly window: Window;
  /** The stage as it is now. */
  readonly held: Pick<Stage, 'serving' | 'lock'> | undefined;
}

export interface Over {
  from: Date;
  to: Date;
  /** Length of a window. */
  periodSeconds: number;
}

/** In a millisecond, in which SageMaker counts. */
const MICROSECONDS = 1000;

/** In the order in which `windowsOf` takes them. */
export const COUNTS = [
  { name: 'Invocations', statistic: 'Sum' },
  { name: 'Invocation4XXErrors', statistic: 'Sum' },
  { name: 'Invocation5XXErrors', statistic: 'Sum' },
] as const satisfies MetricStatistic[];
export const COUNTS_AND_LATENCIES = [
  ...COUNTS,
  { name: 'ModelLatency', statistic: 'p95' },
  { name: 'ModelLatency', statistic: 'p99' },
  { name: 'OverheadLatency', statistic: 'p95' },
] as const satisfies MetricStatistic[];

/**
 * SageMaker counts by configuration, as far as is known always; documented it is for deployments. Where the configuration
 * has no such metric, it answered alone since it began to serve, and no release is on the way, the stage's are its own.
 */
export async function servedWindows(
  metrics: Metrics,
  { endpoint, configuration, held, window }: ServedConfigurationRequest,
  wanted: typeof COUNTS | typeof COUNTS_AND_LATENCIES,
  over: Over,
): Promise<HealthWindow[]> {
  const own = await metrics.series(SAGEMAKER_NAMESPACE, fleetDimensions(endpoint, configuration), wanted, over);
  if (own.some((points) => points.length > 0)) return windowsOf(own);
  const since = held?.serving?.configuration === configuration && !held.lock ? held.serving.since : undefined;
  if (since === undefined || since > window.from) return [];
  return windowsOf(await metrics.series(SAGEMAKER_NAMESPACE, stageDimensions(endpoint), wanted, over)).filter(
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
export function byTime(series: readonly MetricPoint[][]): Map<string, (number | undefined)[]> {
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
