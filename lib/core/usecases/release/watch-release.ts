/** One look of the watch loop: what is there, what it means, and what people see of it. */
import { SAGEMAKER_NAMESPACE } from '../../contracts/metrics.ts';
import { RELEASE_ALARMS, releaseAlarmName } from '../../contracts/names.ts';
import type { WatchAnswer, WatchInput } from '../../contracts/workflow-release.ts';
import type { Clock } from '../../ports/clock.ts';
import { CommitConflict, type Registry } from '../../ports/registry.ts';
import type { Alarms, Metrics } from '../../ports/services.ts';
import { read, replace } from '../../registry/documents.ts';
import { Release, type ReleaseProgress, Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { holdsLock } from '../../registry/stage-lock.ts';
import type { Traffic } from '../../release/cause.ts';
import { outcomeOfReturn } from '../../release/conclusion.ts';
import { fleetDimensions } from '../../release/guardrails.ts';
import { judge, type Verdict } from '../../release/verdict.ts';
import { canaryDrift } from './canary-drift.ts';

export interface WatchReleasePorts {
  registry: Registry;
  alarms: Alarms;
  metrics: Metrics;
  clock: Clock;
}

/** Metrics are kept by the minute, and the running minute counts. */
const MINUTE_MS = 60_000;

/** Never moves anything: it looks, judges and notes. */
export async function watchRelease(ports: WatchReleasePorts, input: WatchInput): Promise<WatchAnswer> {
  const { watched, memory } = input;
  const now = ports.clock.now();
  const stored = await read(ports.registry, input.model, SK.release(input.stage, input.release), Release);
  if (!stored) throw new Error(`${input.model} has no release ${input.release}`);
  const stage = await read(ports.registry, input.model, SK.stage(input.stage), Stage);
  const alarms = await alarmStates(ports.alarms, watched.configuration);
  const requested = new Date(stored.document.requested);
  const candidate = await trafficOf(ports.metrics, watched.endpoint, watched.configuration, requested, now);
  // The old fleet in the same minutes: before the shift it had all the traffic, and its errors were its own.
  const shifted = new Date(memory.shifted ?? stored.document.requested);
  const champion =
    watched.previous === undefined
      ? undefined
      : await trafficOf(ports.metrics, watched.endpoint, watched.previous, shifted, now);
  const drift = await canaryDrift(ports.registry, stored.document, now);
  const verdict = judge(
    memory,
    {
      now,
      endpoint: input.endpoint,
      alarms: RELEASE_ALARMS.filter((alarm) => alarms[alarm] === 'ALARM'),
      candidate,
      holdsLock: stage !== undefined && holdsLock(stage.document, input.release, input.fence),
    },
    watched,
  );
  await note(
    ports.registry,
    stored,
    {
      time: now.toISOString(),
      phase: verdict.phase,
      share: verdict.share,
      endpointStatus: input.endpoint?.EndpointStatus ?? 'Missing',
      alarms,
      limits: watched.limits,
      candidate,
      ...(champion ? { champion } : {}),
      ...(drift ? { drift } : {}),
    },
    verdict.memory.shifted,
  );
  return { v: 1, decision: verdict.decision, memory: verdict.memory, verdict: conclusionOf(verdict) };
}

function conclusionOf({ decision, cause }: Verdict): WatchAnswer['verdict'] {
  const because = cause ? { cause } : {};
  if (decision === 'live') return { outcome: 'live' };
  if (decision === 'rolled-back') return { outcome: outcomeOfReturn(cause), ...because };
  return { outcome: 'failed', ...because };
}

/** State of each of the release's alarms; `MISSING` for one that is not there. */
async function alarmStates(alarms: Alarms, configuration: string): Promise<Record<string, string>> {
  const found = await alarms.describe(RELEASE_ALARMS.map((alarm) => releaseAlarmName(configuration, alarm)));
  return Object.fromEntries(
    RELEASE_ALARMS.map((alarm) => {
      const state = found.find(({ name }) => name === releaseAlarmName(configuration, alarm))?.state;
      return [alarm, state ?? 'MISSING'];
    }),
  );
}

async function trafficOf(
  metrics: Metrics,
  endpoint: string,
  configuration: string,
  from: Date,
  now: Date,
): Promise<Traffic> {
  const to = new Date(now.getTime() + MINUTE_MS);
  const sum = (name: string): Promise<number> =>
    metrics.sum(SAGEMAKER_NAMESPACE, name, fleetDimensions(endpoint, configuration), from, to);
  const [requests, errors] = await Promise.all([sum('Invocations'), sum('Invocation5XXErrors')]);
  return { requests, errors };
}

/** The live view is outside the chain. Whoever wrote in between knows more: this look is then not noted, the next one is. */
async function note(
  registry: Registry,
  stored: { document: Release; rev: number },
  progress: ReleaseProgress,
  shifted: string | undefined,
): Promise<void> {
  const { document } = stored;
  const next: Release = { ...document, ...(shifted === undefined ? {} : { shifted }), progress };
  try {
    await registry.put(replace(SK.release(document.stage, document.release), next, stored));
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error;
  }
}
