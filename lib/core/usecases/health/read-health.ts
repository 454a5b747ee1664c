/** The health of what serves in a window, by SageMaker's own metrics, compared with the weeks before. */
import { SAGEMAKER_NAMESPACE } from '../../contracts/metrics.ts';
import { HISTORY_MS, sameHours, touches } from '../../health/comparable.ts';
import type { Health } from '../../health/document.ts';
import { type HealthInput, type HealthWindow, judgeHealth } from '../../health/judge.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Metrics } from '../../ports/services.ts';
import { type Limits, stageDimensions } from '../../release/guardrails.ts';
import { recentIncidents } from '../incidents/recent-incidents.ts';
import {
  byTime,
  COUNTS,
  COUNTS_AND_LATENCIES,
  type Over,
  type ServedConfigurationRequest,
  servedWindows,
} from './served-windows.ts';

export interface ReadHealthPorts {
  registry: Registry;
  metrics: Metrics;
}

export interface HealthRequest extends ServedConfigurationRequest {
  readonly model: string;
  readonly stage: string;
  /** Requests whose capture was seen. */
  readonly captured: number;
  readonly limits: Limits;
}

const HOUR_MS = 3_600_000;
const [INVOCATIONS] = COUNTS;

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
  const volumes = byTime(await metrics.series(SAGEMAKER_NAMESPACE, stageDimensions(endpoint), [INVOCATIONS], over));
  const fleet = await servedWindows(metrics, request, COUNTS_AND_LATENCIES, over);
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

const nothing = (from: string): HealthWindow => ({ from, requests: 0, clientErrors: 0, serverErrors: 0 });
