/** Notices of incidents: drift, health and performance, each opened, worsened and closed. */
import * as z from 'zod';
import { Estimate } from '../evaluation/estimate.ts';
import { HealthFinding } from '../health/document.ts';
import { count, place, time, version } from './notice-fields.ts';

/** What the registry knows to have changed in the hours before the first bad window: it may be the cause. */
const Suspect = z.discriminatedUnion('what', [
  /** A release went live; `from`: the version that served before. */
  z.strictObject({ what: z.literal('release'), version, from: version.optional(), time }),
  /** An upload was accepted; `columns`: those of the incident that had changed in it too. */
  z.strictObject({ what: z.literal('upload'), file: z.string(), run: z.string(), time, columns: z.array(z.string()) }),
]);
export type Suspect = z.infer<typeof Suspect>;

const bad = {
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  /** Begin of the incident. */
  since: time,
  window: z.strictObject({ from: time, to: time }),
  /** Newest first. */
  suspects: z.array(Suspect).optional(),
  /** The version that served before this one; absent: none did. */
  previous: version.optional(),
};

/** Columns or measures that are new since the last message, or twice as strong as it said. */
const worse = z.array(z.string()).min(1);

const over = {
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  since: time,
  closed: time,
  /** Names of the columns or measures that were bad. */
  columns: z.array(z.string()),
  /** Absent: a window without finding. */
  reason: z.literal('version-changed').optional(),
  /** Version that serves since a release ended the incident; absent: none. */
  serving: version.optional(),
};

/** A drifted column in one line. `measure` says what `now` and `baseline` are: for a share, 0 to 1, for a correlation -1 to 1. */
export const DriftLine = z.strictObject({
  name: z.string(),
  measure: z.enum(['median', 'spread', 'null share', 'new level', 'level mix', 'correlated']),
  now: z.number(),
  baseline: z.number(),
  effect: z.number(),
  limit: z.number(),
  /** No column of the data: what the model answers, or how columns go together. */
  beside: z.literal(true).optional(),
  cause: z.string().optional(),
});
export type DriftLine = z.infer<typeof DriftLine>;

const drift = {
  ...bad,
  rowsRead: count,
  requests: count,
  /** How many columns the data have. */
  compared: count,
  /** Those that drifted, worst first. */
  columns: z.array(DriftLine).min(1),
};
export const DriftOpened = z.strictObject({ kind: z.literal('drift-opened'), ...drift });
export const DriftWorsened = z.strictObject({ kind: z.literal('drift-worsened'), ...drift, worse });
export const DriftClosed = z.strictObject({ kind: z.literal('drift-closed'), ...over });

const health = {
  ...bad,
  /** Of this configuration, by SageMaker's count. */
  requests: count,
  /** Worst first. */
  findings: z.array(HealthFinding).min(1),
};
export const HealthOpened = z.strictObject({ kind: z.literal('health-opened'), ...health });
export const HealthWorsened = z.strictObject({ kind: z.literal('health-worsened'), ...health, worse });
export const HealthClosed = z.strictObject({ kind: z.literal('health-closed'), ...over });

/** A metric in one line, with 95 % intervals. */
const PerformanceLine = z.strictObject({
  metric: z.string(),
  heldOut: Estimate.strict(),
  measured: Estimate.strict(),
  called: z.boolean(),
});
export type PerformanceLine = z.infer<typeof PerformanceLine>;

const performance = {
  ...bad,
  /** When the rows were asked that tell it. */
  asked: z.strictObject({ from: time, to: time }),
  rows: count,
  labelled: count,
  delayHours: z.strictObject({ median: z.number(), p90: z.number() }).optional(),
  metrics: z.array(PerformanceLine).min(1),
};
export const PerformanceOpened = z.strictObject({ kind: z.literal('performance-opened'), ...performance });
export const PerformanceWorsened = z.strictObject({ kind: z.literal('performance-worsened'), ...performance, worse });
export const PerformanceClosed = z.strictObject({ kind: z.literal('performance-closed'), ...over });
