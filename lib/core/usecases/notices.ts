/** Notices from what the registry knows. */
import type { Finding, Refusal } from '../contracts/check.ts';
import type { Policy } from '../contracts/policy.ts';
import { uploadName } from '../contracts/upload-set.ts';
import type { FailedRun } from '../contracts/workflow-training.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import type { Notice, NoticeOf } from '../messages/notice.ts';
import { from, type Place } from '../messages/place.ts';
import type { Registry } from '../ports/registry.ts';
import { read } from '../registry/documents.ts';
import { type Release, type Run, Stage, type Upload } from '../registry/entities.ts';
import { PLATFORM_CHAIN, SK } from '../registry/keys.ts';

const fileOf = ({ key }: Pick<Upload, 'key'>): string => uploadName(key);

export type Serving = { stage: string; version: number }[];

/** What the stages serve now, in the policy's order: "nothing changed" in numbers. */
export async function servingNow(registry: Registry, policy: Policy, model: string): Promise<Serving> {
  const stages = await Promise.all(policy.stages.map(({ name }) => read(registry, model, SK.stage(name), Stage)));
  return stages.flatMap((stored) =>
    stored?.document.serving ? [{ stage: stored.document.stage, version: stored.document.serving.version }] : [],
  );
}

/** @param refusal `code` and `message` at least; rows and findings where the file was read */
export function uploadRefusedNotice(
  origin: Place,
  upload: Upload,
  refusal: Pick<Refusal, 'message'> & Partial<Refusal>,
  when: { refused: string; allowed?: number; serving?: Serving },
): NoticeOf<'upload-refused'> {
  return {
    kind: 'upload-refused',
    ...from(origin),
    // The chain of no model is no model's name; the key says what was meant.
    model: upload.model === PLATFORM_CHAIN ? (upload.key.split('/')[0] ?? '') : upload.model,
    upload: upload.upload ?? upload.hash,
    ...(upload.run === '' ? {} : { run: upload.run }),
    ...(upload.attempt > 1 ? { attempt: upload.attempt } : {}),
    file: fileOf(upload),
    author: upload.author,
    arrived: upload.time,
    code: upload.refusal?.code ?? refusal.code ?? 'unreadable',
    message: refusal.message,
    ...(refusal.rows === undefined ? {} : { rows: refusal.rows }),
    ...(refusal.rejected === undefined ? {} : { rejected: refusal.rejected }),
    findings: (refusal.findings ?? []).map(inShort),
    ...when,
  };
}

const inShort = ({
  column,
  rule,
  cause,
  count,
  lines,
  files,
}: Finding): NoticeOf<'upload-refused'>['findings'][number] => ({
  ...(column === undefined ? {} : { column }),
  what: `${rule.replaceAll('-', ' ')}${files?.[0] === undefined ? '' : ` in ${files[0]}`}${cause === undefined ? '' : `: ${cause}`}`,
  ...(count === undefined ? {} : { count }),
  ...(lines?.[0] === undefined ? {} : { line: lines[0] }),
});

/** A notice travels in an event of at most 256 KB, and people read the first few. */
const WARNINGS_TOLD = 10;

export function dataChangedNotice(
  origin: Place,
  run: Run,
  upload: Upload,
  warnings: readonly Finding[],
  when: { accepted: string; serving: Serving },
): NoticeOf<'data-changed'> {
  return {
    kind: 'data-changed',
    ...from(origin),
    model: run.model,
    run: run.run,
    file: fileOf(upload),
    author: run.author,
    findings: warnings.slice(0, WARNINGS_TOLD).map(inShort),
    more: Math.max(0, warnings.length - WARNINGS_TOLD),
    ...when,
  };
}

export function runFailedNotice(
  origin: Place,
  run: Run,
  upload: Upload,
  failure: {
    step: FailedRun['failure']['step'] | 'execution';
    code: string;
    failed: string;
    job?: string;
    serving?: Serving;
  },
): NoticeOf<'run-failed'> {
  return {
    kind: 'run-failed',
    ...from(origin),
    model: run.model,
    run: run.run,
    file: fileOf(upload),
    author: run.author,
    began: run.started,
    ...failure,
  };
}

export function versionRegisteredNotice(
  origin: Place,
  run: Run,
  version: number,
  { rows, metrics, gates }: Evaluation,
  serving: Serving,
  policy: Policy,
): NoticeOf<'version-registered'> {
  const registered = run.ended ?? run.started;
  const startedBy = run.startedBy ? { startedBy: run.startedBy } : {};
  const about = { model: run.model, run: run.run, version, author: run.author, ...startedBy, registered };
  const [first] = policy.stages;
  return {
    kind: 'version-registered',
    ...from(origin),
    ...about,
    rows,
    metrics,
    gates,
    serving,
    ...(first ? { first: first.name } : {}),
  };
}

export function versionRejectedNotice(
  origin: Place,
  run: Run,
  { rows, gates }: Evaluation,
  serving: Serving,
): NoticeOf<'version-rejected'> {
  const rejected = run.ended ?? run.started;
  const about = { model: run.model, run: run.run, author: run.author, rejected };
  return { kind: 'version-rejected', ...from(origin), ...about, rows, gates, serving };
}

/** Causes whose sentence quotes a service: people get Sluice's own words, the registry keeps the quotation. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'endpoint-failed': 'SageMaker could not bring the endpoint into service',
  'deployment-failed': 'SageMaker could not finish the deployment of the new instances',
  'execution-failed': 'its workflow failed before it recorded an end',
  'execution-aborted': 'its workflow was stopped by hand',
};
const ownWords = ({ code, message }: { code: string; message: string }) => ({
  code,
  message: OWN_WORDS[code] ?? (/-failed$/.test(code) ? `the step ${code.slice(0, -'-failed'.length)} failed` : message),
});

/** @throws Error for a release that has not ended */
export function releaseNotice(origin: Place, release: Release, stage: Stage): Notice {
  const { state, progress, proof, cause } = release;
  if (state === 'requested' || state === 'shifting') throw new Error(`release ${release.release} has not ended`);
  const proved = proof && proof.configuration === stage.serving?.configuration;
  return {
    kind: `release-${state}`,
    ...from(origin),
    model: release.model,
    stage: release.stage,
    release: release.release,
    action: release.kind,
    version: release.version,
    ...(release.from === undefined ? {} : { from: release.from }),
    author: release.author,
    began: release.requested,
    ended: release.ended ?? release.requested,
    ...(proved && stage.serving ? { serving: stage.serving.version, proved: proof.time } : {}),
    ...(cause ? { cause: ownWords(cause) } : {}),
    ...(progress ? { candidate: progress.candidate } : {}),
    ...(progress?.champion ? { champion: progress.champion } : {}),
  };
}

/** What a notice is about: two of the same are one message, whenever and however often they are made. */
export function noticeKey(notice: Notice): string {
  switch (notice.kind) {
    case 'upload-refused':
      return `${notice.kind}#${notice.model}#${notice.upload}${notice.attempt ? `#${notice.attempt}` : ''}`;
    case 'data-changed':
    case 'run-failed':
    case 'version-registered':
    case 'version-rejected':
      return `${notice.kind}#${notice.model}#${notice.run}`;
    case 'drift-opened':
    case 'drift-closed':
    case 'health-opened':
    case 'health-closed':
    case 'performance-opened':
    case 'performance-closed':
    case 'drill-opened':
    case 'drill-closed':
      return `${notice.kind}#${notice.model}#${notice.stage}#${notice.since}`;
    case 'drift-worsened':
    case 'health-worsened':
    case 'performance-worsened':
      return `${notice.kind}#${notice.model}#${notice.stage}#${notice.since}#${notice.window.to}`;
    case 'labels-refused':
      // What makes these files may make many a day.
      return `${notice.kind}#${notice.model}#${notice.arrived.slice(0, 10)}`;
    case 'drill-failed':
      return `${notice.kind}#${notice.model}#${notice.stage}#${notice.drill}`;
    case 'approval-wanted':
      return `${notice.kind}#${notice.model}#${notice.approval}`;
    case 'approval-decided':
      return `${notice.kind}#${notice.model}#${notice.approval}#${notice.decision}`;
    default:
      return `${notice.kind}#${notice.model}#${notice.release}`;
  }
}
