/** Requests and answers of the API, route by route. What a request says beyond this is refused. */
import * as z from 'zod';
import { DriftReport } from '../drift/document.ts';
import { Estimate } from '../evaluation/estimate.ts';
import { LONGEST_LABEL, MOST_ROW } from '../performance/labels.ts';
import { PerformanceWatch } from '../performance/watch-document.ts';
import {
  APPROVAL_STATES,
  Approval,
  DataContract,
  Incident,
  ManifestRevision,
  Release,
  Run,
  Stage,
  Upload,
  Version,
  WindowSummary,
} from '../registry/entities.ts';
import { RegistryEvent } from '../registry/event.ts';
import { INFERENCE_ID } from './inference-id.ts';
import { DatasetSchema } from './schema.ts';
import { FileName, SetFiles } from './upload-set.ts';

/** Path parameters. An unknown name and an impossible one get the same answer, a 404, so none tells what exists. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
export const isUlid = (text: string): boolean => ULID.test(text);
export const VersionNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);

const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), cursor: z.string().optional() });

// PUT /models/{model}: the manifest as JSON; If-Match: the revision it is based on
export const ApplyAnswer = z.object({
  model: z.string(),
  revision: z.number().int(),
  digest: z.string(),
  /** False when the manifest equals the newest revision: nothing was written. */
  changed: z.boolean(),
});
export type ApplyAnswer = z.infer<typeof ApplyAnswer>;

// POST /models/{model}/uploads
const LARGEST_CODE = 100 * 1024 * 1024;
export const AnnounceRequest = z
  .strictObject({
    fileName: FileName.optional(),
    /** A set instead of one file: read in this order, as one dataset. */
    files: SetFiles.optional(),
    /** The tar.gz of train.py and inference.py of a script model. */
    code: z
      .strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hex'),
        size: z.number().int().positive().max(LARGEST_CODE, 'is more than 100 MB'),
      })
      .optional(),
  })
  .refine(({ fileName, files }) => (fileName === undefined) !== (files === undefined), {
    error: 'needs either fileName, or files for a set of them',
  });
export type AnnounceRequest = z.infer<typeof AnnounceRequest>;

/** Send the file with these headers by PUT to this URL; it may be used until `expires`. */
const PutTarget = z.object({ url: z.string(), headers: z.record(z.string(), z.string()), expires: z.string() });
export const AnnounceAnswer = z.object({
  model: z.string(),
  upload: z.string(),
  bucket: z.string(),
  key: z.string(),
  /** Send the code first: the data's arrival starts the training. */
  code: PutTarget.optional(),
  /** For the file; of a set, for its closing object. */
  put: PutTarget,
  /** Of a set: where each file goes, and what to send by `put` when they are all there. */
  set: z.object({ files: z.array(z.object({ name: z.string(), put: PutTarget })), closing: z.string() }).optional(),
});
export type AnnounceAnswer = z.infer<typeof AnnounceAnswer>;

// POST /models/{model}/uploads/{upload}/retries
export const RetryRequest = z.strictObject({ reason: z.string().min(1).max(500).optional() });
export type RetryRequest = z.infer<typeof RetryRequest>;

// POST /models/{model}/contract/acceptances
const whyAccepted = z.string().min(1).max(500);
export const AcceptanceRequest = z.union(
  [
    z.strictObject({ upload: z.string().min(1).max(64), reason: whyAccepted }),
    z.strictObject({ run: z.string().min(1).max(64), reason: whyAccepted }),
  ],
  { error: 'needs either upload or run, an id; and reason, at most 500 characters' },
);
export type AcceptanceRequest = z.infer<typeof AcceptanceRequest>;

// POST /models/{model}/stages/{stage}/releases
const reason = z.string().min(1).max(500).optional();
const version = z.number().int().positive().max(999_999);
export const ReleaseRequest = z.union(
  [
    z.strictObject({ version, reason }),
    z.strictObject({
      /** A version that served this stage before; `previous`: the one before the present one. */
      rollbackTo: z.union([version, z.literal('previous')]),
      reason,
    }),
  ],
  { error: 'needs either version, a number, or rollbackTo, a number or "previous"; and, optional, reason' },
);
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;

// POST /models/{model}/stages/{stage}/approvals
export const ApprovalRequest = z.strictObject({ version, reason });
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

// POST /models/{model}/stages/{stage}/approvals/{approval}/decisions
export const ApprovalDecision = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  /** Why; kept in the event log. */
  comment: z.string().min(1).max(500),
});
export type ApprovalDecision = z.infer<typeof ApprovalDecision>;

// Documents leave as they are stored, without `v`.
/** As it is at the time of the answer: what nobody used in time is `expired`. */
export const ApprovalView = Approval.omit({ v: true }).extend({ state: z.enum([...APPROVAL_STATES, 'expired']) });
export type ApprovalView = z.infer<typeof ApprovalView>;
export const ReleaseView = Release.omit({ v: true });

// GET answers
export const ServingView = Stage.shape.serving;
export const UnprovedView = Stage.shape.unproved;
export const StageView = z.object({
  model: z.string(),
  stage: z.string(),
  endpoint: z.string(),
  approval: z.boolean(),
  /** What was proved to serve last. */
  serving: ServingView,
  /** What the endpoint was found on since, where no release put it there. */
  unproved: UnprovedView,
  /** The release that is under way. */
  release: z.string().optional(),
});
export type StageView = z.infer<typeof StageView>;

/** The answer to `?at=TIME`. `serving` is absent when the stage served nothing then. */
export const StageAtView = z.object({
  model: z.string(),
  stage: z.string(),
  at: z.string(),
  serving: z
    .object({ version: z.number().int(), configuration: z.string(), since: z.string(), release: z.string() })
    .optional(),
  /** What its endpoint was found on then, where no release put it there: which version served is not known. */
  unproved: z.object({ configuration: z.string(), since: z.string(), release: z.string() }).optional(),
});
export type StageAtView = z.infer<typeof StageAtView>;

/** With `?at=TIME` the second. */
export const StageAnswer = z.union([StageView, StageAtView]);

export const ModelSummary = z.object({ model: z.string(), revision: z.number().int(), created: z.string() });
export type ModelSummary = z.infer<typeof ModelSummary>;
export const ModelView = ModelSummary.extend({
  manifest: ManifestRevision.shape.manifest,
  digest: z.string(),
  author: z.string(),
  applied: z.string(),
  lastDataset: z.string().optional(),
  /** Of the event chain: compare it with the last event's. */
  head: z.object({ seq: z.number().int(), hash: z.string(), time: z.string() }),
});
export type ModelView = z.infer<typeof ModelView>;

/** `state`: `announced` until the object arrived, then the state of what arrived last under this announcement. */
export const UploadView = z.object({
  model: z.string(),
  upload: z.string().optional(),
  state: z.union([z.literal('announced'), Upload.shape.state]),
  author: z.string(),
  key: z.string(),
  hash: z.string().optional(),
  run: z.string().optional(),
  refusal: Upload.shape.refusal,
  time: z.string(),
});
export type UploadView = z.infer<typeof UploadView>;

export const ContractVersionView = DataContract.omit({ v: true });
export type ContractVersionView = z.infer<typeof ContractVersionView>;
/** The version that counts, with the columns of the last dataset that was accepted under it. */
export const ContractView = ContractVersionView.extend({
  lastDataset: z.string(),
  schema: DatasetSchema,
  /** Newest first, at most 100. */
  versions: z.array(ContractVersionView),
});
export type ContractView = z.infer<typeof ContractView>;

export const RunView = Run.omit({ v: true });
export type RunView = z.infer<typeof RunView>;
export const VersionView = Version.omit({ v: true });
export const IncidentView = Incident.omit({ v: true, told: true, untold: true });

export const DriftView = z.object({
  model: z.string(),
  stage: z.string(),
  /** Newest first. */
  incidents: z.array(IncidentView),
  /** Newest window first, as many as fit into one answer. */
  reports: z.array(DriftReport),
  /** Whether fewer reports than were asked for fit. */
  more: z.boolean(),
  /** For the reports before these, where there are some. */
  cursor: z.string().optional(),
});
export type DriftView = z.infer<typeof DriftView>;

export const TrendWindow = WindowSummary.omit({
  ...{ v: true, model: true, stage: true, called: true, effects: true, limit: true, report: true, read: true },
});

/** A day of what served, by its metrics. */
const PerformanceDay = PerformanceWatch.pick({ version: true, configuration: true, outcome: true }).extend({
  from: z.string(),
  to: z.string(),
  /** Rows with a ripe label that it is measured on. */
  labelled: z.number().int(),
  metrics: z.array(
    z.object({
      metric: z.string(),
      heldOut: z.number(),
      measured: Estimate.optional(),
      estimated: Estimate.optional(),
      called: z.boolean(),
    }),
  ),
});

export const DriftTrendView = z.object({
  model: z.string(),
  stage: z.string(),
  /** [from, to) by inference time. */
  from: z.string(),
  to: z.string(),
  /** What serves now. */
  serving: z.object({ version: z.number().int(), since: z.string() }).optional(),
  /** Oldest first. Of two configurations in one hour, each has its own. */
  windows: z.array(TrendWindow),
  /** Whether there are older windows that did not fit. */
  more: z.boolean(),
  /** The least effect that counts. */
  limit: z.number(),
  /** Those that were called first, then by their largest effect; one effect a window. */
  columns: z.array(z.object({ name: z.string(), called: z.number().int(), effects: z.array(z.number().nullable()) })),
  /** Columns that did not fit. */
  columnsLeft: z.number().int(),
  /** Oldest day first. */
  performance: z.array(PerformanceDay),
  /** Newest first. */
  incidents: z.array(IncidentView),
  /** What ended in this time, newest first. */
  releases: z.array(
    Release.pick({ release: true, kind: true, version: true, state: true, requested: true, ended: true }),
  ),
});
export type DriftTrendView = z.infer<typeof DriftTrendView>;

// POST /models/{model}/labels
export const MOST_LABELS = 5_000;
const LabelText = z
  .string()
  .regex(/^[^\r\n\0]*\S[^\r\n\0]*$/, 'is empty, or has a line break in it')
  .max(LONGEST_LABEL, `has more than ${LONGEST_LABEL} characters`);
export const LabelsRequest = z.strictObject({
  labels: z
    .array(
      z.strictObject({
        inferenceId: z.string().regex(INFERENCE_ID, 'is not 1 to 64 visible ASCII characters'),
        /** Row of the request, from 1 on, which is the default. */
        row: z.number().int().min(1).max(MOST_ROW).optional(),
        label: z.union([LabelText, z.number(), z.boolean()]),
      }),
    )
    .min(1, 'is empty')
    .max(MOST_LABELS, `has more than ${MOST_LABELS} labels`),
});
export type LabelsRequest = z.infer<typeof LabelsRequest>;

export const LabelsAnswer = z.object({
  model: z.string(),
  /** How many were kept. */
  labels: z.number().int(),
  /** Where, in the data bucket. */
  key: z.string(),
});
export type LabelsAnswer = z.infer<typeof LabelsAnswer>;

export const ModelsPage = page(ModelSummary);
export const RunsPage = page(RunView);
export const VersionsPage = page(VersionView);
export const StagesView = z.object({ items: z.array(StageView) });
export const DriftOfStagesView = z.object({ items: z.array(DriftView) });
export const ApprovalsPage = page(ApprovalView);
export const ReleasesPage = page(ReleaseView);
export const EventsPage = page(RegistryEvent);
