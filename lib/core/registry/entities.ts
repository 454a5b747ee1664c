/**
 * The documents of the registry. Each is one item: these fields plus `pk`, `sk`, `v` (and `rev`, kept by the store).
 * Times are ISO 8601 with milliseconds, Z. Digests carry their algorithm.
 */
import * as z from 'zod';
import { Finding } from '../contracts/check.ts';
import { DRILL_HOPS } from '../contracts/drill.ts';
import { INCIDENT_CHANGES, TOLD_KINDS } from '../contracts/incidents.ts';
import { DriftOutcome, DriftRole } from '../drift/document.ts';
import { Estimate } from '../evaluation/estimate.ts';

const time = z.string();

/** META: what a model is now, and the head of its chain. `gsi1pk`/`gsi1sk` put it into the collection MODELS. */
export const Meta = z.object({
  v: z.literal(1),
  model: z.string(),
  /** Newest manifest revision; 0 before the first. */
  revision: z.number().int(),
  nextVersion: z.number().int().positive(),
  head: z.object({ seq: z.number().int(), hash: z.string(), time }),
  /** Digest of the last accepted dataset: its schema is the frozen contract, its profile what the next upload is compared with. */
  lastDataset: z.string().optional(),
  /** Version of the contract that counts; absent before the first upload was accepted. */
  contract: z.number().int().positive().optional(),
  created: time,
});
export type Meta = z.infer<typeof Meta>;

/** MANIFEST#n */
export const ManifestRevision = z.object({
  v: z.literal(1),
  model: z.string(),
  revision: z.number().int().positive(),
  manifest: z.unknown(),
  digest: z.string(),
  author: z.string(),
  time,
});
export type ManifestRevision = z.infer<typeof ManifestRevision>;

/** ANNOUNCEMENT#id: who will upload what. */
export const Announcement = z.object({
  v: z.literal(1),
  model: z.string(),
  upload: z.string(),
  author: z.string(),
  fileName: z.string(),
  key: z.string(),
  /** Script models: the code that travels with this upload, by SHA-256 (hex) at its key in the artefact bucket. */
  code: z.object({ sha256: z.string(), key: z.string() }).optional(),
  time,
});
export type Announcement = z.infer<typeof Announcement>;

/** UPLOAD#hash: the claim of one object version. */
export const Upload = z.object({
  v: z.literal(1),
  model: z.string(),
  hash: z.string(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string().optional(),
  size: z.number().optional(),
  /** Announcement id, when it was announced. */
  upload: z.string().optional(),
  author: z.string(),
  run: z.string(),
  attempt: z.number().int().positive(),
  state: z.enum(['received', 'accepted', 'refused', 'failed', 'linked']),
  /** `findings`: what is wrong, column by column with first lines, where the file was read. */
  refusal: z.object({ code: z.string(), message: z.string(), findings: z.array(Finding).optional() }).optional(),
  time,
});
export type Upload = z.infer<typeof Upload>;

/** DATASET#digest: what was accepted. `location` is a prefix of the artefact bucket. */
export const Dataset = z.object({
  v: z.literal(1),
  model: z.string(),
  digest: z.string(),
  location: z.string(),
  rows: z.number().int(),
  rejected: z.number().int(),
  train: z.number().int(),
  holdout: z.number().int(),
  run: z.string(),
  time,
});
export type Dataset = z.infer<typeof Dataset>;

/** Why a version of a contract began. `adopted`: it was in force before contracts had versions. */
export const CONTRACT_ORIGINS = ['first-upload', 'manifest-changed', 'accepted', 'adopted'] as const;

/** CONTRACT#n: a version of the contract, which the dataset of `run` made. Never changes. */
export const DataContract = z.object({
  v: z.literal(1),
  model: z.string(),
  contract: z.number().int().positive(),
  since: time,
  origin: z.enum(CONTRACT_ORIGINS),
  /** Who uploaded the data; of an accepted one, who accepted it. */
  author: z.string(),
  /** Accepted on purpose: why, and what the upload had been refused as. */
  reason: z.string().optional(),
  refusal: z.string().optional(),
  run: z.string(),
  dataset: z.string(),
});
export type DataContract = z.infer<typeof DataContract>;

/** The incident that started a run, by its stage and the begin of its first window. */
const StartedBy = z.object({ incident: z.literal('drift'), stage: z.string(), since: time });

export const RUN_STATES = ['running', 'registered', 'rejected', 'refused', 'linked', 'failed'] as const;

/** RUN#ulid: one pass of the pipeline, whatever its end. `rejected`: trained, but a gate was not met. */
export const Run = z.object({
  v: z.literal(1),
  model: z.string(),
  run: z.string(),
  upload: z.string(),
  attempt: z.number().int(),
  execution: z.string(),
  author: z.string(),
  /** Nobody asked for it: an incident did. Absent: its upload arrived, or somebody tried it again. */
  startedBy: StartedBy.optional(),
  /** The run that accepted the data it trains on, without looking at it again. Absent: its own upload is checked. */
  dataOf: z.string().optional(),
  state: z.enum(RUN_STATES),
  /** Why it ended as it did, in a sentence; code from contracts/refusals or `training-failed`, `scoring-failed`, .... */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  manifestRevision: z.number().int().optional(),
  /** Its upload had been refused, and was let through on purpose: what of the contract may differ. */
  acceptance: z
    .object({ by: z.string(), reason: z.string(), refusal: z.string(), accepts: z.enum(['values', 'columns']) })
    .optional(),
  dataset: z.string().optional(),
  /** Version of the contract the dataset keeps; absent in runs of before. */
  contract: z.number().int().positive().optional(),
  code: z.string().optional(),
  job: z.string().optional(),
  linkedTo: z.string().optional(),
  version: z.number().int().optional(),
  /** What changed in its data since the last accepted dataset, and refused nothing. */
  warnings: z.array(Finding).optional(),
  started: time,
  ended: time.optional(),
});
export type Run = z.infer<typeof Run>;

/** INPUT#digest: which run owns an equal input. A failed owner may be replaced. */
export const RunInput = z.object({
  v: z.literal(1),
  model: z.string(),
  run: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** Version that served production when the run was evaluated. */
  champion: z.number().int().optional(),
  time,
});
export type RunInput = z.infer<typeof RunInput>;

/** VERSION#n: a candidate with its whole lineage. Never changes. */
export const Version = z.object({
  v: z.literal(1),
  model: z.string(),
  version: z.number().int().positive(),
  run: z.string(),
  author: z.string(),
  /** Of its run: whoever approves it sees that nobody asked for it. */
  startedBy: StartedBy.optional(),
  registered: time,
  task: z.string(),
  manifestRevision: z.number().int(),
  manifestDigest: z.string(),
  dataset: z.string(),
  datasetLocation: z.string(),
  /** Version of the contract its dataset keeps; absent in versions of before. */
  contract: z.number().int().positive().optional(),
  code: z.string(),
  image: z.string(),
  /** Training job, its parameters as they were given to it. */
  job: z.string(),
  parameters: z.record(z.string(), z.string()),
  artifact: z.object({ uri: z.string(), digest: z.string() }),
  /** SageMaker model that serves it. */
  sagemakerModel: z.string(),
  /** CreateModel without the role, so that a release can make the model again; absent in versions of before. */
  createModel: z.record(z.string(), z.unknown()).optional(),
  metrics: z.record(z.string(), Estimate.strict()),
  gates: z.array(
    z.object({
      gate: z.string(),
      outcome: z.enum(['met', 'not-met', 'not-applicable']),
      value: z.number().optional(),
      limit: z.number().optional(),
      text: z.string(),
    }),
  ),
  /** Version that served production when this one was evaluated. */
  champion: z.number().int().optional(),
  /** Why it was not compared with that champion. Gates that name the champion did not apply then. */
  /** Of its data, as of its run. */
  warnings: z.array(Finding).optional(),
  notCompared: z.object({ version: z.number().int(), code: z.string(), message: z.string() }).optional(),
  evaluation: z.string(),
  /** Key of what its live traffic is compared with; absent in versions of before, whose dataset's profile is that. */
  baseline: z.string().optional(),
});
export type Version = z.infer<typeof Version>;

/** STAGE#stage: what serves now. In the collection LIVE while it serves. */
export const Stage = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  serving: z
    .object({ version: z.number().int(), configuration: z.string(), since: time, release: z.string() })
    .optional(),
  /**
   * The endpoint was found on something no release of the registry put there, or still moving: `serving` is what was proved
   * last, and not known to serve now. Gone with the next release whose end is proved.
   */
  unproved: z
    .object({ configuration: z.string(), endpointStatus: z.string(), since: time, release: z.string() })
    .optional(),
  endpoint: z.string(),
  /** Highest fencing number handed out. */
  fence: z.number().int().nonnegative(),
  lock: z.object({ release: z.string(), fence: z.number().int(), since: time }).optional(),
  updated: time,
});
export type Stage = z.infer<typeof Stage>;

/** STAGE#stage#time: what served from `time` on. `configuration` without `version`: something that is not proved. */
export const StageHistory = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  time,
  version: z.number().int().optional(),
  configuration: z.string().optional(),
  release: z.string(),
});
export type StageHistory = z.infer<typeof StageHistory>;

export const APPROVAL_STATES = ['wanted', 'approved', 'rejected', 'used'] as const;

/** APPROVAL#ulid: the wish to release a version to a stage that asks for approval, and what was said to it. */
export const Approval = z.object({
  v: z.literal(1),
  model: z.string(),
  approval: z.string(),
  stage: z.string(),
  version: z.number().int().positive(),
  /** Digest of the version's artefact: this content is approved, not a number. */
  artifactDigest: z.string(),
  /** Author of the version: who announced the upload it was trained on. */
  author: z.string(),
  /** Of the version: nobody asked for it to be trained. */
  startedBy: StartedBy.optional(),
  requester: z.string(),
  reason: z.string().optional(),
  /** `used`: by one release, once. Past `expires` a wanted or approved one counts as expired, and nothing is written. */
  state: z.enum(APPROVAL_STATES),
  /** How many different principals must approve. */
  needed: z.number().int().positive(),
  decisions: z.array(z.object({ decision: z.enum(['approve', 'reject']), by: z.string(), comment: z.string(), time })),
  requested: time,
  expires: time,
  /** The release that used it. */
  release: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

export const RELEASE_STATES = ['requested', 'shifting', 'live', 'rolled-back', 'inconclusive', 'failed'] as const;

/** What the watch loop saw last: shares, alarms and counts, for the live view. Written outside the chain. */
export const ReleaseProgress = z.object({
  time,
  phase: z.string(),
  /** Share of the traffic on the new configuration, 0 to 1. */
  share: z.number(),
  endpointStatus: z.string(),
  alarms: z.record(z.string(), z.string()),
  /** What the alarms compare with; absent in documents of older releases. */
  limits: z.object({ errorRate: z.number(), latencyMs: z.number() }).optional(),
  candidate: z.object({ requests: z.number(), errors: z.number() }),
  champion: z.object({ requests: z.number(), errors: z.number() }).optional(),
  /** Of the new version's live traffic, in its newest window that was measured; for information only. */
  drift: z.object({ from: time, to: time, outcome: DriftOutcome, columns: z.array(z.string()) }).optional(),
});
export type ReleaseProgress = z.infer<typeof ReleaseProgress>;

/** RELEASE#stage#ulid */
export const Release = z.object({
  v: z.literal(1),
  model: z.string(),
  release: z.string(),
  stage: z.string(),
  kind: z.enum(['promote', 'rollback']),
  version: z.number().int(),
  /** Version that served when it was asked for. */
  from: z.number().int().optional(),
  fromConfiguration: z.string().optional(),
  author: z.string(),
  reason: z.string().optional(),
  /** The approval it used up, where the stage asks for one. */
  approval: z.string().optional(),
  state: z.enum(RELEASE_STATES),
  fence: z.number().int().positive(),
  endpoint: z.string(),
  configuration: z.string(),
  /** Revision of the manifest it follows to its end; absent in releases of before, which follow the newest. */
  manifestRevision: z.number().int().positive().optional(),
  rollout: z.object({ strategy: z.string(), size: z.number().optional(), bakeMinutes: z.number() }),
  /** ceil(size * count / 100) / count, what a canary of this size really is. */
  effectiveShare: z.number(),
  requested: time,
  /** Time of the first traffic shift seen, and of the end. */
  shifted: time.optional(),
  ended: time.optional(),
  progress: ReleaseProgress.optional(),
  /** Why it did not go live: code and a sentence with numbers. */
  cause: z.object({ code: z.string(), message: z.string() }).optional(),
  /** How the end was proved: endpoint status and the configuration that serves. */
  proof: z.object({ endpointStatus: z.string(), configuration: z.string(), time }).optional(),
});
export type Release = z.infer<typeof Release>;

/** What a window found: a column or a measure, and how strong it is in the measure of its kind. */
export const IncidentFinding = z.object({
  name: z.string(),
  effect: z.number(),
  /** Somebody should look at once: a column is gone, say. */
  urgent: z.boolean().optional(),
});
export type IncidentFinding = z.infer<typeof IncidentFinding>;

/** A change of an incident, as it was when it was recorded. */
const IncidentChangeEntry = z.object({
  change: z.enum(INCIDENT_CHANGES),
  version: z.number().int(),
  configuration: z.string(),
  window: z.object({ from: time, to: time }),
  report: z.string().optional(),
  findings: z.array(z.string()),
  /** Of `worsened`: those that are new or twice as strong as they were told. */
  worse: z.array(z.string()).optional(),
  at: time,
});
export type IncidentChangeEntry = z.infer<typeof IncidentChangeEntry>;

/** INCIDENT#stage#since; of other kinds than drift INCIDENT-kind#stage#since. */
export const Incident = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  kind: z.enum(TOLD_KINDS).default('drift'),
  since: time,
  state: z.enum(['open', 'closed']),
  version: z.number().int(),
  /** Absent in incidents of before. */
  configuration: z.string().optional(),
  report: z.string().optional(),
  /** Names of columns or measures of the newest bad window, worst first. */
  columns: z.array(z.string()),
  /** End of the newest window that is known to belong to it; once closed, its end. */
  last: time,
  /** It came back within a day of the end of the one before: it closes after a day without. */
  returned: z.literal(true).optional(),
  /** All that people were told of it, each finding as strong as it was told last, and the end of the window then. */
  told: z.object({ to: time, findings: z.array(IncidentFinding) }).optional(),
  /** Changes that may not have reached the event bus yet, oldest first. */
  untold: z.array(IncidentChangeEntry).default([]),
  /** Why it closed: a window without finding, or a release to another version (absent `serving`: to none). */
  end: z
    .object({
      reason: z.enum(['no-drift', 'recovered', 'version-changed', 'drill-ended']),
      release: z.string().optional(),
      serving: z.number().int().optional(),
    })
    .optional(),
});
export type Incident = z.infer<typeof Incident>;

/**
 * SUMMARY#stage#from_to_configuration: a window in a few numbers, so that a month is read by one query; its report lies in
 * the artefact bucket. A window that is measured again is put over itself. Outside the chain.
 */
export const WindowSummary = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  configuration: z.string(),
  version: z.number().int(),
  /** As in its report. */
  role: DriftRole.optional(),
  /** [from, to) by inference time. */
  from: time,
  to: time,
  outcome: DriftOutcome,
  requests: z.number().int(),
  rows: z.number().int(),
  /** Requests that the endpoint says it answered; asked only where no capture was seen. */
  served: z.number().int().optional(),
  /** Columns that were called, and those with the largest effects, at most 200 in all; none while nothing was judged. */
  called: z.array(z.string()),
  effects: z.array(z.tuple([z.string(), z.number()])),
  /** The least effect that counts. */
  limit: z.number(),
  /** `spent`: expected number of false alarms that its decision cost at most. */
  budget: z.object({ falseAlarmsPerYear: z.number(), windowsPerYear: z.number(), spent: z.number() }),
  /** Key of its report. */
  report: z.string(),
  /** When its files were listed; absent in summaries of before. */
  read: time.optional(),
});
export type WindowSummary = z.infer<typeof WindowSummary>;

/** LOOK#stage#from: a day whose performance was looked at, with all that followed from it. */
export const PerformanceLook = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  /** [from, to) by inference time. */
  from: time,
  to: time,
  /** Key of its report. */
  report: z.string(),
});
export type PerformanceLook = z.infer<typeof PerformanceLook>;

/** LABELS#hash: a file of labels with wrong lines, which an event tells of. */
export const LabelsRefusal = z.object({ v: z.literal(1), model: z.string(), key: z.string(), time });
export type LabelsRefusal = z.infer<typeof LabelsRefusal>;

/** DRILL#stage#drill: how far a drill came. */
export const Drill = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  drill: z.string(),
  state: z.enum(['asked', 'running', 'passed', 'failed']),
  asked: time,
  /** When its fault was planted, and what was measured against it: absent while it is only asked for. */
  began: time.optional(),
  version: z.number().int().optional(),
  dataset: z.string().optional(),
  /** The column that was spoilt. */
  column: z.string().optional(),
  fault: z.string().optional(),
  /** What was reached, in order, and when that was seen. */
  hops: z.array(z.object({ hop: z.enum(DRILL_HOPS), at: time })),
  failure: z.object({ hop: z.enum(DRILL_HOPS), message: z.string() }).optional(),
  ended: time.optional(),
});
export type Drill = z.infer<typeof Drill>;

/** RETRAIN#since#stage: what an incident of drift led to, once. */
export const Retrain = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  since: time,
  outcome: z.enum(['started', 'refused']),
  run: z.string().optional(),
  /** Why nothing was started. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  time,
});
export type Retrain = z.infer<typeof Retrain>;

/** WINDOW#stage, of other kinds than drift WINDOW-kind#stage: the newest window that was judged. Written outside the chain. */
export const NewestWindow = z.object({ v: z.literal(1), model: z.string(), stage: z.string(), to: time });
export type NewestWindow = z.infer<typeof NewestWindow>;

/**
 * DRIFTSIGNAL#stage, of other kinds than drift SIGNAL-kind#stage: what the metric of a kind of incident said last, and
 * the time it was stamped with. Outside the chain.
 */
export const IncidentSignal = z.object({
  v: z.literal(1),
  model: z.string(),
  stage: z.string(),
  value: z.union([z.literal(0), z.literal(1)]),
  time,
});
export type IncidentSignal = z.infer<typeof IncidentSignal>;

/** NOTICE#key: claimed before the message goes out, marked when it is out. */
export const NoticeRecord = z.object({ v: z.literal(1), state: z.enum(['sending', 'sent']), until: z.number(), time });
export type NoticeRecord = z.infer<typeof NoticeRecord>;

/** REQUEST#principal#key: the reply to an idempotency key. Expires (`ttl`, epoch seconds) after 7 days. */
export const RequestRecord = z.object({
  v: z.literal(1),
  digest: z.string(),
  status: z.number(),
  body: z.unknown(),
  ttl: z.number(),
});
export type RequestRecord = z.infer<typeof RequestRecord>;
