/** Keys of the two tables. Numbers are padded so that their text order is their order. */
import type { IncidentKind, ToldKind } from '../contracts/incidents.ts';

export const modelKey = (model: string): string => `M#${model}`;

/** The chain of what belongs to no model: uploads for unknown models. Not a valid model name, so never in the way. */
export const PLATFORM_CHAIN = '_platform';

const padded = (n: number, width: number): string => String(n).padStart(width, '0');

/** Drift came first and has the bare word. */
const ofKind = (word: string, kind: ToldKind): string => (kind === 'drift' ? word : `${word}-${kind}`);

export const SK = {
  meta: 'META',
  manifest: (revision: number): string => `MANIFEST#${padded(revision, 6)}`,
  /** An announced upload, by the id its author was given. */
  announcement: (upload: string): string => `ANNOUNCEMENT#${upload}`,
  /** The claim of an object that arrived: SHA-256 of bucket, key and version id, in hex. Kept for ever. */
  upload: (hash: string): string => `UPLOAD#${hash}`,
  dataset: (digest: string): string => `DATASET#${digest}`,
  /** A version of the contract; with '' what all of them begin with. */
  contract: (n: number | ''): string => `CONTRACT#${n === '' ? '' : padded(n, 6)}`,
  /** The run that owns an equal input: digest of dataset, manifest and code digests. */
  input: (digest: string): string => `INPUT#${digest}`,
  run: (ulid: string): string => `RUN#${ulid}`,
  version: (n: number): string => `VERSION#${padded(n, 6)}`,
  stage: (stage: string): string => `STAGE#${stage}`,
  /** What served since `time` (ISO 8601, ms, Z). */
  history: (stage: string, time: string): string => `STAGE#${stage}#${time}`,
  /** By stage first, so that the releases of one stage are one query. */
  release: (stage: string, ulid: string): string => `RELEASE#${stage}#${ulid}`,
  /** By stage, as releases. */
  approval: (stage: string, ulid: string): string => `APPROVAL#${stage}#${ulid}`,
  request: (principal: string, key: string): string => `REQUEST#${principal}#${key}`,
  /** A message that was claimed or sent, so that one incident gives one message. */
  notice: (key: string): string => `NOTICE#${key}`,
  /** The newest window of a stage's traffic that was judged. */
  newestWindow: (stage: string, kind: IncidentKind = 'drift'): string => `${ofKind('WINDOW', kind)}#${stage}`,
  /** What the metric of a kind of incident said last. */
  incidentSignal: (stage: string, kind: IncidentKind): string =>
    `${kind === 'drift' ? 'DRIFTSIGNAL' : ofKind('SIGNAL', kind)}#${stage}`,
  /** An open or closed incident of a stage, by the start of its first window; kinds apart, so that each is one query. */
  incident: (stage: string, since: string, kind: ToldKind = 'drift'): string =>
    `${ofKind('INCIDENT', kind)}#${stage}#${since}`,
  /** A window of a stage in a few numbers, by its begin; `window` is `<from>_<to>_<configuration>`, or the begin of it. */
  windowSummary: (stage: string, window: string): string => `SUMMARY#${stage}#${window}`,
  /** A day of a stage whose performance was looked at, by its begin; with '' what all of them begin with. */
  performanceLook: (stage: string, from: string): string => `LOOK#${stage}#${from}`,
  /** A file of labels with wrong lines: SHA-256 of bucket, key and version id, in hex. */
  labels: (hash: string): string => `LABELS#${hash}`,
  /** A drill of a stage, by its name; with '' what all of them begin with. */
  drill: (stage: string, drill: string): string => `DRILL#${stage}#${drill}`,
  /** What an incident led to, by its begin first: the newest ones are one query. With '' what all of them begin with. */
  retrain: (since: string, stage: string): string => `RETRAIN#${since}${since === '' ? '' : `#${stage}`}`,
} as const;

export const eventKey = (sequence: number): string => padded(sequence, 12);
export const SHARDS = 8;

/** Shard of a model in a sparse collection: FNV-1a over the name, so that it never changes. */
export function shardOf(model: string): number {
  let hash = 0x811c9dc5;
  for (const char of model) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % SHARDS;
}
export const collectionKey = (name: 'MODELS' | 'LIVE', shard: number): string => `${name}#${shard}`;
