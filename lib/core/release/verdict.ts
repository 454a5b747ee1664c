/**
 * The judgement of the watch loop: from what is seen now and what was seen before to continue, abort, or an end.
 * `live` needs the endpoint InService on the configuration that was asked for; a FailureReason proves nothing.
 */
import * as z from 'zod';
import type { ReleaseAlarm } from '../contracts/names.ts';
import { alarmCause, type Cause, errorShare, type Traffic, tidy } from './cause.ts';
import { type EndpointDescription, isMoving, type Phase, phaseOf } from './endpoint.ts';
import type { Limits } from './guardrails.ts';

/** What one look hands to the next; the workflow carries it. */
export const WatchMemory = z.strictObject({
  polls: z.number().int().nonnegative(),
  /** The update was seen under way: an endpoint at rest on the old configuration has then gone back. */
  moved: z.boolean(),
  /** When traffic was first seen on the new configuration. */
  shifted: z.string().optional(),
  /** Looks since all traffic was on the new configuration. */
  fullPolls: z.number().int().nonnegative(),
  /** First alarm seen in ALARM. */
  tripped: z.enum(['errors', 'latency', 'abort']).optional(),
  /** Why Sluice asked SageMaker to go back. */
  abort: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type WatchMemory = z.infer<typeof WatchMemory>;
export const FIRST_LOOK: WatchMemory = { polls: 0, moved: false, fullPolls: 0 };

export interface Watched {
  configuration: string;
  strategy: string;
  bakeMinutes: number;
  /** Share of the traffic during a canary's bake, 0 to 1. */
  effectiveShare: number;
  limits: Limits;
  /** An update has an old configuration to go back to; a creation has not. */
  mode: 'create' | 'update';
}

export interface Observation {
  now: Date;
  /** Undefined: there is no such endpoint. */
  endpoint: EndpointDescription | undefined;
  /** Alarms of this release that are in ALARM. */
  alarms: readonly ReleaseAlarm[];
  candidate: Traffic;
  /** The stage's lock still names this release and its fencing number. */
  holdsLock: boolean;
}

export type Decision = 'continue' | 'abort' | 'live' | 'rolled-back' | 'failed';

export interface Verdict {
  decision: Decision;
  memory: WatchMemory;
  phase: Phase;
  /** Share of the traffic on the new configuration, 0 to 1. */
  share: number;
  cause?: Cause;
}

/** Looks (of 15 s) with all traffic on the new fleet before "no request came" is believed: metrics lag by about 2 minutes. */
export const LATE_METRICS_POLLS = 8;
const LATE_METRICS_MS = 120_000;
/** Looks before an endpoint at rest on the old configuration, never seen moving, is believed to have gone back. */
const SETTLING_POLLS = 4;

/** @example judge(FIRST_LOOK, observation, watched).decision // 'continue' */
export function judge(before: WatchMemory, seen: Observation, watched: Watched): Verdict {
  const phase = seen.endpoint ? phaseOf(seen.endpoint, watched.configuration, watched.strategy) : 'rest';
  const memory = remember(before, seen, phase);
  const share = shareOf(phase, seen.endpoint, watched);
  const { endpoint } = seen;
  if (!endpoint) return { ...failed('endpoint-missing', 'the endpoint is gone'), memory, phase, share };
  if (isMoving(endpoint)) {
    const abort = before.abort ?? abortReason(memory, seen, watched);
    if (!abort) return { decision: 'continue', memory, phase, share };
    return { decision: 'abort', memory: { ...memory, abort }, phase, share, cause: abort };
  }
  if (endpoint.EndpointStatus !== 'InService') {
    const reason = tidy(endpoint.FailureReason ?? 'SageMaker gave no reason');
    return { ...failed('endpoint-failed', `endpoint is ${endpoint.EndpointStatus}: ${reason}`), memory, phase, share };
  }
  if (endpoint.EndpointConfigName === watched.configuration) return { decision: 'live', memory, phase, share };
  if (!memory.moved && memory.polls < SETTLING_POLLS) return { decision: 'continue', memory, phase, share };
  return { decision: 'rolled-back', memory, phase, share, cause: causeOfReturn(memory, seen, watched) };
}

function remember(before: WatchMemory, seen: Observation, phase: Phase): WatchMemory {
  const reached = phase === 'canary' || phase === 'full';
  const shifted = before.shifted ?? (reached ? seen.now.toISOString() : undefined);
  const tripped = before.tripped ?? seen.alarms[0];
  return {
    polls: before.polls + 1,
    moved: before.moved || (seen.endpoint !== undefined && isMoving(seen.endpoint)),
    fullPolls: before.fullPolls + (phase === 'full' ? 1 : 0),
    ...(shifted === undefined ? {} : { shifted }),
    ...(tripped === undefined ? {} : { tripped }),
    ...(before.abort === undefined ? {} : { abort: before.abort }),
  };
}

function shareOf(phase: Phase, endpoint: EndpointDescription | undefined, watched: Watched): number {
  if (phase === 'canary') return watched.effectiveShare;
  if (phase === 'full') return 1;
  return phase === 'rest' && endpoint?.EndpointConfigName === watched.configuration ? 1 : 0;
}

/** Why Sluice itself wants to go back, if it does. */
function abortReason(memory: WatchMemory, seen: Observation, watched: Watched): Cause | undefined {
  if (watched.mode !== 'update') return undefined;
  if (!seen.holdsLock)
    return { code: 'superseded', message: 'the stage was taken over by a newer release while this one was under way' };
  if (watched.strategy !== 'canary' || seen.candidate.requests > 0 || memory.shifted === undefined) return undefined;
  const bakeEnd = Date.parse(memory.shifted) + watched.bakeMinutes * 60_000;
  const over = memory.fullPolls >= LATE_METRICS_POLLS || seen.now.getTime() >= bakeEnd + LATE_METRICS_MS;
  if (!over) return undefined;
  const bake = `${watched.bakeMinutes} ${watched.bakeMinutes === 1 ? 'minute' : 'minutes'}`;
  return { code: 'no-traffic', message: `no request reached the new version during its bake of ${bake}` };
}

function causeOfReturn(memory: WatchMemory, seen: Observation, watched: Watched): Cause {
  if (memory.abort) return memory.abort;
  if (memory.tripped) return alarmCause(memory.tripped, seen.candidate, watched.limits);
  if (errorShare(seen.candidate) >= watched.limits.errorRate && seen.candidate.errors > 0)
    return alarmCause('errors', seen.candidate, watched.limits);
  const reason = seen.endpoint?.FailureReason;
  const words = reason ? `: ${tidy(reason)}` : '; SageMaker gave no reason';
  return { code: 'deployment-failed', message: `SageMaker could not finish the deployment${words}` };
}

const failed = (code: string, message: string) => ({ decision: 'failed' as const, cause: { code, message } });
