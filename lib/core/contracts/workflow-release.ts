/** What travels between the steps of release.asl.json. */
import * as z from 'zod';
import { Notice } from '../messages/notice.ts';
import { EndpointDescription } from '../release/endpoint.ts';
import { WatchMemory } from '../release/verdict.ts';
import { StepError } from './workflow-training.ts';

const pointer = {
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  release: z.string(),
  fence: z.number().int().positive(),
};

/** Input of the execution. */
export const ReleasePointer = z.strictObject(pointer);
export type ReleasePointer = z.infer<typeof ReleasePointer>;

/** A step that was told what the endpoint is now; absent: there is none. */
const looked = { ...pointer, endpoint: EndpointDescription.optional() };

/** Arguments of an AWS call, made by a function and handed on as they are. */
const CallArguments = z.record(z.string(), z.unknown());

const Cause = z.strictObject({ code: z.string(), message: z.string() });

/** What the watch loop compares the endpoint with. */
export const Watched = z.strictObject({
  endpoint: z.string(),
  configuration: z.string(),
  /** Configuration that served when the release was planned. */
  previous: z.string().optional(),
  strategy: z.string(),
  bakeMinutes: z.number(),
  effectiveShare: z.number(),
  limits: z.strictObject({ errorRate: z.number(), latencyMs: z.number() }),
  mode: z.enum(['create', 'update']),
});

export const PlanReleaseInput = z.strictObject(looked);
export type PlanReleaseInput = z.infer<typeof PlanReleaseInput>;

export const PlanAnswer = z.strictObject({
  v: z.literal(1),
  approach: z.enum(['create', 'update', 'watch', 'wait', 'delete', 'refuse']),
  /** Why it is refused. */
  cause: Cause.optional(),
  /** PutMetricAlarm, one after the other. */
  alarms: z.array(CallArguments),
  /** Alarms of this release alone: deleted at its end. */
  alarmNames: z.array(z.string()),
  abortAlarm: z.string(),
  /** CreateModel, should the version's model be gone; absent: it is not known how it was made. */
  model: CallArguments.optional(),
  /** CreateEndpointConfig, CreateEndpoint, UpdateEndpoint. */
  configuration: CallArguments,
  create: CallArguments,
  update: CallArguments,
  /** Key of the stage, whose lock the workflow checks before it moves traffic. */
  lock: z.strictObject({ pk: z.string(), sk: z.string() }),
  watched: Watched,
  memory: WatchMemory,
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const WatchInput = z.strictObject({ ...looked, watched: Watched, memory: WatchMemory });
export type WatchInput = z.infer<typeof WatchInput>;

/** How a release ended as far as the workflow knows: from the watch loop with a cause, or from a step that failed. */
export const ReleaseVerdict = z.strictObject({
  outcome: z.enum(['live', 'rolled-back', 'inconclusive', 'failed']),
  cause: Cause.optional(),
  step: z.enum(['plan', 'alarms', 'model', 'configure', 'fence', 'create', 'update', 'watch']).optional(),
  error: StepError.optional(),
});
export type ReleaseVerdict = z.infer<typeof ReleaseVerdict>;

export const WatchAnswer = z.strictObject({
  v: z.literal(1),
  decision: z.enum(['continue', 'abort', 'live', 'rolled-back', 'failed']),
  memory: WatchMemory,
  /** What to conclude with if this was the last look. */
  verdict: ReleaseVerdict,
});
export type WatchAnswer = z.infer<typeof WatchAnswer>;

export const ConcludeInput = z.strictObject({ ...looked, verdict: ReleaseVerdict });
export type ConcludeInput = z.infer<typeof ConcludeInput>;

export const ConcludeAnswer = z.strictObject({
  v: z.literal(1),
  outcome: z.enum(['live', 'rolled-back', 'inconclusive', 'failed']),
  cause: Cause.optional(),
  /** Version that serves the stage now. */
  serving: z.number().int().optional(),
  notice: Notice,
});
export type ConcludeAnswer = z.infer<typeof ConcludeAnswer>;
