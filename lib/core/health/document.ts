/** The health of what served in a window: what SageMaker counted, and what of it is a finding. Part of the window's report. */
import * as z from 'zod';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

export const HEALTH_FINDINGS = [
  'errors',
  'capture-stopped',
  'no-traffic',
  'latency',
  'client-errors',
  'volume',
] as const;
export type HealthFindingName = (typeof HEALTH_FINDINGS)[number];

export const HealthFinding = z.strictObject({
  name: z.enum(HEALTH_FINDINGS),
  /** A share of requests (0 to 1), milliseconds, or a number of requests. */
  unit: z.enum(['share', 'ms', 'requests']),
  now: z.number(),
  /** The same measure in the windows before, at its worst; for a number of requests, the nearest of the usual ones. */
  before: z.number().optional(),
  /** Of latency: which percentile. */
  percentile: z.literal([95, 99]).optional(),
  /** What `now` is beyond. */
  limit: z.number(),
  /** Users are hurt, and no release is on the way that would mend it. */
  urgent: z.literal(true).optional(),
});
export type HealthFinding = z.infer<typeof HealthFinding>;

export const Health = z.strictObject({
  /** Requests of this configuration, by SageMaker's count; answers 4xx and 5xx among them. */
  requests: count,
  clientErrors: count,
  serverErrors: count,
  /** Of the model, and what SageMaker adds; absent without requests. */
  latency: z.strictObject({ p95: milliseconds, p99: milliseconds }).optional(),
  overhead: z.strictObject({ p95: milliseconds }).optional(),
  /** Requests of the stage, whichever configuration answered. */
  stageRequests: count,
  /** How many windows it was compared with: of this configuration; and of the stage in the same hours. */
  compared: z.strictObject({ windows: count, sameHours: count }),
  /** `undecided`: an open incident can be neither confirmed nor closed by so few requests. */
  /** What is a finding whatever was before: share of answers 5xx, p99 in milliseconds. Absent in reports of before. */
  limits: z.strictObject({ errorRate: z.number().nonnegative(), latencyMs: milliseconds }).optional(),
  /**
   * The same measures in the windows it was compared with, each where enough are known: shares and latencies at their
   * worst, requests of the stage at their fewest. Absent in reports of before.
   */
  before: z
    .strictObject({
      serverErrors: z.number().nonnegative(),
      clientErrors: z.number().nonnegative(),
      p95: milliseconds,
      p99: milliseconds,
      stageRequests: count,
    })
    .partial()
    .optional(),
  outcome: z.enum(['well', 'found', 'undecided']),
  /** Worst first. */
  findings: z.array(HealthFinding),
});
export type Health = z.infer<typeof Health>;
