/**
 * The metric of a kind of incident: 1 while one is open, else 0. Three kinds, so at most three metrics a live stage.
 *
 * An alarm on it takes the maximum of a minute, and missing data keep its state. A 0 in the minute of a 1 would be lost, and the
 * alarm would stay in ALARM until the next window, perhaps for ever. So two values that differ never share a minute: the
 * later one is stamped a minute after the earlier, ahead of the clock if need be (CloudWatch takes up to two hours).
 */
import type { IncidentKind } from '../../contracts/incidents.ts';
import { INCIDENT_METRICS, SLUICE_NAMESPACE } from '../../contracts/metrics.ts';
import type { Backoff } from '../../ports/backoff.ts';
import type { Clock } from '../../ports/clock.ts';
import { CommitConflict, type Registry } from '../../ports/registry.ts';
import type { Metrics } from '../../ports/services.ts';
import { read, replace } from '../../registry/documents.ts';
import { IncidentSignal } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';

export interface IncidentMetricPorts {
  registry: Registry;
  clock: Clock;
  backoff: Backoff;
  metrics: Metrics;
  platform: string;
}

const PERIOD_MS = 60_000;
const TRIES = 5;
const FIRST_WAIT_MS = 50;

/** When a value counts, after the one before: never in its minute when they differ, never before it. */
export function signalTime(before: Pick<IncidentSignal, 'value' | 'time'> | undefined, value: 0 | 1, now: Date): Date {
  if (!before) return now;
  const earliest = Date.parse(before.time) + (before.value === value ? 0 : PERIOD_MS);
  return new Date(Math.max(now.getTime(), earliest));
}

/**
 * Noted first, then published: whoever repeats it after a lost answer publishes at the same time or later.
 * @throws CommitConflict when others published the same stage at each of 5 tries
 */
export async function publishIncident(
  ports: IncidentMetricPorts,
  { model, stage, kind }: { model: string; stage: string; kind: IncidentKind },
  open: boolean,
): Promise<void> {
  const value = open ? 1 : 0;
  const time = await noted(ports, { model, stage }, SK.incidentSignal(stage, kind), value);
  const dimensions = { Platform: ports.platform, Model: model, Stage: stage };
  await ports.metrics.put(SLUICE_NAMESPACE, INCIDENT_METRICS[kind], value, dimensions, time);
}

async function noted(
  { registry, clock, backoff }: IncidentMetricPorts,
  { model, stage }: { model: string; stage: string },
  sk: string,
  value: 0 | 1,
): Promise<Date> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await read(registry, model, sk, IncidentSignal);
    const time = signalTime(before?.document, value, clock.now());
    const signal: IncidentSignal = { v: 1, model, stage, value, time: time.toISOString() };
    try {
      await registry.put(replace(sk, signal, before));
      return time;
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === TRIES) throw error;
      await backoff.wait(FIRST_WAIT_MS * 2 ** attempt);
    }
  }
}
