/**
 * A notice: what the people on call, or those who wait for a result, are told. Workflows and use cases send it as JSON;
 * `renderMessage` makes the text. A notice holds numbers, names and Sluice's own words: never the value of a cell, never
 * what a container wrote.
 */
import * as z from 'zod';
import { GateResult } from '../evaluation/gate-outcome.ts';

/** ISO 8601, UTC. */
const time = z.string();
const count = z.number().int().nonnegative();
const version = z.number().int().positive();

/** The platform that speaks. `alias` is the account's name, when it is known. */
const place = {
  v: z.literal(1),
  platform: z.string(),
  account: z.string(),
  region: z.string(),
  alias: z.string().optional(),
};

/** What the stages of the model serve, for "nothing changed". */
const serving = z.array(z.strictObject({ stage: z.string(), version })).optional();

/** Worst first. `what` says what is wrong in Sluice's words, without the value of a cell; `line` is the first one. */
const findings = z.array(
  z.strictObject({
    column: z.string().optional(),
    what: z.string(),
    count: count.optional(),
    line: count.optional(),
  }),
);

const UploadRefused = z.strictObject({
  kind: z.literal('upload-refused'),
  ...place,
  model: z.string(),
  /** Id or hash of the upload. */
  upload: z.string(),
  /** The run that checked it; absent where none began. */
  run: z.string().optional(),
  /** Which try of it; absent: the first. */
  attempt: z.number().int().positive().optional(),
  file: z.string(),
  author: z.string(),
  arrived: time.optional(),
  refused: time,
  /** Of contracts/refusals, and its sentence. */
  code: z.string(),
  message: z.string(),
  rows: count.optional(),
  rejected: count.optional(),
  /** Largest share of rejected rows that the manifest allows. */
  allowed: z.number().optional(),
  findings,
  serving,
});

/** A dataset was accepted with warnings. */
const DataChanged = z.strictObject({
  kind: z.literal('data-changed'),
  ...place,
  model: z.string(),
  run: z.string(),
  file: z.string(),
  author: z.string(),
  accepted: time,
  findings,
  /** Findings that are not listed. */
  more: count,
  serving,
});

const RunFailed = z.strictObject({
  kind: z.literal('run-failed'),
  ...place,
  model: z.string(),
  run: z.string(),
  file: z.string().optional(),
  author: z.string(),
  began: time.optional(),
  failed: time,
  /** Step of the pipeline: check, train, prepare, score, evaluate or register; `execution` when none of them said so. */
  step: z.string(),
  code: z.string(),
  /** Name of the SageMaker job that failed. */
  job: z.string().optional(),
  serving,
});

const VersionRegistered = z.strictObject({
  kind: z.literal('version-registered'),
  ...place,
  model: z.string(),
  run: z.string(),
  version,
  author: z.string(),
  registered: time,
  /** Held-out rows it was evaluated on. */
  rows: count,
  metrics: z.record(z.string(), z.strictObject({ value: z.number(), low: z.number(), high: z.number() })),
  gates: z.array(GateResult),
  serving,
  /** The policy's first stage, where versions go first; absent in older notices. */
  first: z.string().optional(),
});

const VersionRejected = z.strictObject({
  kind: z.literal('version-rejected'),
  ...place,
  model: z.string(),
  run: z.string(),
  author: z.string(),
  rejected: time,
  rows: count,
  gates: z.array(GateResult),
  serving,
});

const approval = {
  ...place,
  model: z.string(),
  stage: z.string(),
  approval: z.string(),
  version,
  /** Of the version: who announced its data. */
  author: z.string(),
  requester: z.string(),
  expires: time,
};

const ApprovalWanted = z.strictObject({
  kind: z.literal('approval-wanted'),
  ...approval,
  /** How many people must approve. */
  needed: z.number().int().positive(),
  requested: time,
  serving,
});

const ApprovalDecided = z.strictObject({
  kind: z.literal('approval-decided'),
  ...approval,
  decision: z.enum(['approve', 'reject']),
  by: z.string(),
  decided: time,
});

const Traffic = z.strictObject({ requests: count, errors: count });

const release = {
  ...place,
  model: z.string(),
  stage: z.string(),
  release: z.string(),
  action: z.enum(['promote', 'rollback']),
  version,
  /** Version that served before. */
  from: version.optional(),
  author: z.string(),
  began: time,
  ended: time,
  /** Version that is proved to serve now; absent: none, or it is not known. */
  serving: version.optional(),
  /** When it was proved. */
  proved: time.optional(),
  /** Why it ended as it did. `message` is Sluice's own sentence with numbers. */
  cause: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** Requests of the new fleet, and of the old one in the same minutes. */
  candidate: Traffic.optional(),
  champion: Traffic.optional(),
};

const ReleaseLive = z.strictObject({ kind: z.literal('release-live'), ...release });
const ReleaseRolledBack = z.strictObject({ kind: z.literal('release-rolled-back'), ...release });
const ReleaseInconclusive = z.strictObject({ kind: z.literal('release-inconclusive'), ...release });
const ReleaseFailed = z.strictObject({ kind: z.literal('release-failed'), ...release });

/** A drifted column in one line. `measure` says what `now` and `baseline` are: for a share, 0 to 1, for a correlation -1 to 1. */
export const DriftLine = z.strictObject({
  name: z.string(),
  measure: z.enum(['median', 'spread', 'null share', 'new level', 'level mix', 'correlated']),
  now: z.number(),
  baseline: z.number(),
  effect: z.number(),
  limit: z.number(),
  cause: z.string().optional(),
});
export type DriftLine = z.infer<typeof DriftLine>;

const DriftOpened = z.strictObject({
  kind: z.literal('drift-opened'),
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  /** Begin of the incident. */
  since: time,
  window: z.strictObject({ from: time, to: time }),
  rowsRead: count,
  requests: count,
  /** How many columns were compared. */
  compared: count,
  /** Those that drifted, worst first. */
  columns: z.array(DriftLine).min(1),
});

const DriftWorsened = z.strictObject({
  ...DriftOpened.shape,
  kind: z.literal('drift-worsened'),
  /** Columns that are new since the last message, or twice as far from the baseline as it said. */
  worse: z.array(z.string()).min(1),
});

const DriftClosed = z.strictObject({
  kind: z.literal('drift-closed'),
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  since: time,
  closed: time,
  /** Names of the columns that had drifted. */
  columns: z.array(z.string()),
  /** Absent: a window without drift. */
  reason: z.literal('version-changed').optional(),
  /** Version that serves since a release ended the incident; absent: none. */
  serving: version.optional(),
});

const interval = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/** A metric in one line, with 95 % intervals. */
export const PerformanceLine = z.strictObject({
  metric: z.string(),
  heldOut: interval,
  measured: interval,
  called: z.boolean(),
});
export type PerformanceLine = z.infer<typeof PerformanceLine>;

const performance = {
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  /** Begin of the incident. */
  since: time,
  /** The day at whose end it was found. */
  window: z.strictObject({ from: time, to: time }),
  /** When the rows were asked that tell it. */
  asked: z.strictObject({ from: time, to: time }),
  rows: count,
  labelled: count,
  delayHours: z.strictObject({ median: z.number(), p90: z.number() }).optional(),
  metrics: z.array(PerformanceLine).min(1),
};
const PerformanceOpened = z.strictObject({ kind: z.literal('performance-opened'), ...performance });
const PerformanceWorsened = z.strictObject({
  kind: z.literal('performance-worsened'),
  ...performance,
  /** Names of metrics. */
  worse: z.array(z.string()),
});
const PerformanceClosed = z.strictObject({
  kind: z.literal('performance-closed'),
  ...place,
  model: z.string(),
  stage: z.string(),
  version,
  since: time,
  closed: time,
  /** Names of those that had declined. */
  metrics: z.array(z.string()),
  /** Absent: labels that say it does well again. */
  reason: z.literal('version-changed').optional(),
  /** Version that serves since a release ended the incident; absent: none. */
  serving: version.optional(),
});

export const Notice = z.discriminatedUnion('kind', [
  UploadRefused,
  DataChanged,
  RunFailed,
  VersionRegistered,
  VersionRejected,
  ApprovalWanted,
  ApprovalDecided,
  ReleaseLive,
  ReleaseRolledBack,
  ReleaseInconclusive,
  ReleaseFailed,
  DriftOpened,
  DriftWorsened,
  DriftClosed,
  PerformanceOpened,
  PerformanceWorsened,
  PerformanceClosed,
]);
export type Notice = z.infer<typeof Notice>;
export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;

export const NOTICE_KINDS: readonly NoticeKind[] = Notice.options.map((option) => option.shape.kind.value);
