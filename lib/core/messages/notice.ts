/**
 * A notice: what the people on call, or those who wait for a result, are told. Workflows and use cases send it as JSON;
 * `renderMessage` makes the text. A notice holds numbers, names and Sluice's own words: never the value of a cell, never
 * what a container wrote.
 */
import * as z from 'zod';
import { Estimate } from '../evaluation/estimate.ts';
import { GateResult } from '../evaluation/gate-outcome.ts';
import {
  DriftClosed,
  DriftOpened,
  DriftWorsened,
  HealthClosed,
  HealthOpened,
  HealthWorsened,
  PerformanceClosed,
  PerformanceOpened,
  PerformanceWorsened,
} from './incident-notices.ts';
import { count, place, time, version } from './notice-fields.ts';

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

/** The incident that started the run of a version, where nobody asked for it. */
const startedBy = z.strictObject({ incident: z.literal('drift'), stage: z.string(), since: time }).optional();

const VersionRegistered = z.strictObject({
  kind: z.literal('version-registered'),
  ...place,
  model: z.string(),
  run: z.string(),
  version,
  author: z.string(),
  startedBy,
  registered: time,
  /** Held-out rows it was evaluated on. */
  rows: count,
  metrics: z.record(z.string(), Estimate.strict()),
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
  startedBy,
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

/** Lines of a file of labels that are none. */
const LabelsRefused = z.strictObject({
  kind: z.literal('labels-refused'),
  ...place,
  model: z.string(),
  /** Its key below `<model>/labels/`. */
  file: z.string(),
  arrived: time,
  /** Labels of it that count, and lines that do not. */
  labels: count,
  wrong: count,
  findings,
  /** How the first is mended. */
  mend: z.string(),
});

const drillIncident = { ...place, model: z.string(), stage: z.string(), version, since: time };

const DrillOpened = z.strictObject({
  kind: z.literal('drill-opened'),
  ...drillIncident,
  /** Names of the columns that were called. */
  columns: z.array(z.string()),
});

const DrillClosed = z.strictObject({ kind: z.literal('drill-closed'), ...drillIncident, closed: time });

const DrillFailed = z.strictObject({
  kind: z.literal('drill-failed'),
  ...place,
  model: z.string(),
  stage: z.string(),
  drill: z.string(),
  began: time,
  ended: time,
  /** The hop that was not reached, those that were, and how long all together may take. */
  failed: z.string(),
  reached: z.array(z.string()),
  reason: z.string(),
  limitSeconds: count,
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
  HealthOpened,
  HealthWorsened,
  HealthClosed,
  PerformanceOpened,
  PerformanceWorsened,
  PerformanceClosed,
  LabelsRefused,
  DrillOpened,
  DrillClosed,
  DrillFailed,
]);
export type Notice = z.infer<typeof Notice>;
export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;

export const NOTICE_KINDS: readonly NoticeKind[] = Notice.options.map((option) => option.shape.kind.value);
