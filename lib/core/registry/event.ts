/** The event log: append-only, one hash chain a model, so that edits, gaps and swaps show. */
import * as z from 'zod';

export const EVENT_KINDS = [
  'model-applied',
  'upload-announced',
  'upload-received',
  'upload-refused',
  'upload-retried',
  'contract-accepted',
  'dataset-accepted',
  'run-linked',
  'run-failed',
  'version-registered',
  'version-rejected',
  'approval-requested',
  'approval-granted',
  'approval-rejected',
  'release-requested',
  'release-started',
  'release-live',
  'release-rolled-back',
  'release-inconclusive',
  'release-failed',
  'stage-retired',
  'drift-opened',
  'drift-worsened',
  'drift-closed',
  'health-opened',
  'health-worsened',
  'health-closed',
  'performance-opened',
  'performance-worsened',
  'performance-closed',
  'labels-refused',
  'retrain-started',
  'retrain-refused',
  'drill-passed',
  'drill-failed',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const JsonValue = z.json();

export const RegistryEvent = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  seq: z.number().int().positive(),
  /** ISO 8601 with milliseconds, Z; strictly ascending along the chain. */
  time: z.string(),
  kind: z.enum(EVENT_KINDS),
  /** Who did it: a principal, `unattributed`, or `sluice` for the platform itself. */
  actor: z.string(),
  /** What it is about: run, version, stage, release, upload, dataset, numbers that explain it. JSON, small. */
  data: z.record(z.string(), JsonValue),
  /** Hash of the previous event; 64 zeros for the first. */
  previous: z.string().length(64),
  /** SHA-256 in hex of `previous` + canonical JSON of this event without `hash`. */
  hash: z.string().length(64),
});
export type RegistryEvent = z.infer<typeof RegistryEvent>;
