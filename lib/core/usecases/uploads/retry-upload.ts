/** Trains an upload once more that failed or was refused: the same object, by the manifest of today. */
import type { RetryRequest } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import type { ChangeState, Decision } from '../../registry/change.ts';
import type { Run, Upload } from '../../registry/entities.ts';
import { requestSlot } from '../../registry/requests.ts';
import { unknownModel } from '../known.ts';
import { theRun, theUpload } from '../run-record.ts';
import { overTrainingLimit } from '../runs/trainings-today.ts';
import { type AttemptPorts, knownData, makeAttempt, nextAttempt } from './next-attempt.ts';
import { findUpload } from './read-uploads.ts';

export interface RetryUploadInput {
  model: string;
  /** Id of the announcement, or hash of the upload. */
  upload: string;
  request: RetryRequest;
  principal: string;
  idempotencyKey?: string | undefined;
}

/**
 * The version's author stays who uploaded the data; the event names who asked.
 *
 * @returns the run
 * @throws Problem unknown-model, unknown-upload, not-retryable, key-reused; Busy
 */
export async function retryUpload(ports: AttemptPorts, input: RetryUploadInput): Promise<Run> {
  const { model } = input;
  const found = await findUpload(ports.registry, model, input.upload);
  if ('announced' in found)
    throw notRetryable(model, `upload ${input.upload} has not arrived yet`, 'send the file: sluice upload');
  const { hash } = found.claim;
  return makeAttempt(ports, { model, hash }, (state, id) => decide(ports, input, { hash, id }, state));
}

const notRetryable = (model: string, detail: string, mend = `sluice runs ${model}`): Problem =>
  new Problem('not-retryable', detail, { mend });

async function decide(
  { registry, policy }: AttemptPorts,
  { model, request, principal, idempotencyKey }: RetryUploadInput,
  { hash, id }: { hash: string; id: string },
  { meta, now, time }: ChangeState,
): Promise<Decision<Run>> {
  if (!meta) throw unknownModel(model);
  const identity = { principal, key: idempotencyKey, content: { route: 'retries', model, upload: hash, request } };
  const slot = await requestSlot(registry, model, identity, now);
  if (slot.reply) return { result: (await theRun(registry, model, (slot.reply.body as { run: string }).run)).document };
  const stored = await theUpload(registry, model, hash);
  const claim = stored.document;
  const last = claim.run === '' ? undefined : (await theRun(registry, model, claim.run)).document;
  if (last?.state === 'running' && claim.attempt > 1) return { result: last };
  refuseUnretryable(claim, last);
  const limit = await overTrainingLimit(registry, { model, time, most: policy.maxTrainingsPerDay });
  if (limit) throw notRetryable(model, limit.message);

  // Accepted on purpose and failed before it was checked: it stays accepted.
  const acceptance = last?.dataset === undefined && last?.state === 'failed' ? last.acceptance : undefined;
  const { run, writes } = nextAttempt({
    claim: stored,
    id,
    revision: meta.revision,
    time,
    ...(acceptance ? { acceptance } : {}),
    ...(last?.dataOf === undefined ? {} : { known: knownData(last) }),
  });
  const { reason } = request;
  return {
    event: {
      kind: 'upload-retried',
      actor: principal,
      data: { upload: hash, run: id, attempt: run.attempt, before: claim.run, ...(reason && { reason }) },
    },
    writes: [...writes, ...slot.keep(202, { run: id })],
    result: run,
  };
}

/** Runs that ended as they were meant to end the same way again. */
function refuseUnretryable({ model, run, refusal, state }: Upload, last: Run | undefined): void {
  if (last === undefined)
    throw notRetryable(model, `it was refused before it had a run: ${refusal?.message ?? state}`, 'upload it again');
  const ends: Record<Run['state'], string | undefined> = {
    failed: undefined,
    refused: undefined,
    running: `run ${run} is under way`,
    registered: `run ${run} registered version ${last.version}`,
    rejected: `run ${run} trained and missed a gate; train with other data, or change the gates, apply and upload again`,
    linked: `run ${run} is linked to run ${last.linkedTo}, which has the same input`,
  };
  const why = ends[last.state];
  if (why !== undefined) throw notRetryable(model, why);
}
