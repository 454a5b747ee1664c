/** Lets a refused upload through, once and on purpose: its data become a new version of the contract. */
import { acceptable } from '../../contracts/acceptances.ts';
import { type AcceptanceRequest, isUlid } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import type { Registry } from '../../ports/registry.ts';
import type { ChangeState, Decision } from '../../registry/change.ts';
import { read } from '../../registry/documents.ts';
import { Run } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { requestSlot } from '../../registry/requests.ts';
import { knownModel, unknownModel } from '../known.ts';
import { theRun, theUpload } from '../run-record.ts';
import { overTrainingLimit } from '../runs/trainings-today.ts';
import { type AttemptPorts, makeAttempt, nextAttempt } from '../uploads/next-attempt.ts';
import { findUpload } from '../uploads/read-uploads.ts';

export interface AcceptContractInput {
  model: string;
  request: AcceptanceRequest;
  principal: string;
  idempotencyKey?: string | undefined;
}

/**
 * The number of the contract is given when the upload passes its check. What else is wrong with it still refuses it.
 *
 * @returns the run
 * @throws Problem unknown-model, unknown-upload, unknown-run, not-acceptable, key-reused; Busy
 */
export async function acceptContract(ports: AttemptPorts, input: AcceptContractInput): Promise<Run> {
  const { model } = input;
  await knownModel(ports.registry, model);
  const hash = await uploadMeant(ports.registry, model, input.request);
  return makeAttempt(ports, { model, hash }, (state, id) => decide(ports, input, { hash, id }, state));
}

async function uploadMeant(registry: Registry, model: string, request: AcceptanceRequest): Promise<string> {
  if ('upload' in request) {
    const found = await findUpload(registry, model, request.upload);
    if ('claim' in found) return found.claim.hash;
    throw notAcceptable(`upload ${request.upload} has not arrived yet`, `sluice upload ${model} <file>`);
  }
  const found = isUlid(request.run) ? await read(registry, model, SK.run(request.run), Run) : undefined;
  if (found) return found.document.upload;
  throw new Problem('unknown-run', `${model} has no run ${request.run.slice(0, 64)}`, { mend: `sluice runs ${model}` });
}

const notAcceptable = (detail: string, mend: string): Problem => new Problem('not-acceptable', detail, { mend });

async function decide(
  { registry, policy }: AttemptPorts,
  { model, request, principal, idempotencyKey }: AcceptContractInput,
  { hash, id }: { hash: string; id: string },
  { meta, now, time }: ChangeState,
): Promise<Decision<Run>> {
  if (!meta) throw unknownModel(model);
  const identity = { principal, key: idempotencyKey, content: { route: 'acceptances', model, upload: hash, request } };
  const slot = await requestSlot(registry, model, identity, now);
  if (slot.reply) return { result: (await theRun(registry, model, (slot.reply.body as { run: string }).run)).document };
  const claim = await theUpload(registry, model, hash);
  const { refusal, state, run: last } = claim.document;
  const before = last === '' ? undefined : (await theRun(registry, model, last)).document;
  if (before?.state === 'running' && before.acceptance) return { result: before };
  if (!before || state !== 'refused' || !refusal)
    throw notAcceptable(`upload ${hash} is ${state}, and only a refused one can be accepted`, `sluice runs ${model}`);
  const accepts = acceptable(refusal.code);
  if (!accepts)
    throw notAcceptable(
      `it was refused as ${refusal.code}, which no contract can allow: ${refusal.message}`,
      'mend the file, or model.yaml, and upload again',
    );
  const limit = await overTrainingLimit(registry, { model, time, most: policy.maxTrainingsPerDay });
  if (limit) throw notAcceptable(limit.message, 'try again tomorrow');

  const { reason } = request;
  const acceptance = { by: principal, reason, refusal: refusal.code, accepts };
  const { run, writes } = nextAttempt({ claim, id, revision: meta.revision, time, acceptance });
  return {
    event: {
      kind: 'contract-accepted',
      actor: principal,
      data: { upload: hash, run: id, attempt: run.attempt, before: last, refusal: refusal.code, accepts, reason },
    },
    writes: [...writes, ...slot.keep(202, { run: id })],
    result: run,
  };
}
