/** How a run ended, as its workflow hears it: from the registry, so that a lost answer is given again. */
import { evaluationKey } from '../../contracts/locations.ts';
import type { Policy } from '../../contracts/policy.ts';
import { REFUSALS } from '../../contracts/refusals.ts';
import type { RegisterAnswer } from '../../contracts/workflow-training.ts';
import { Evaluation } from '../../evaluation/evaluate.ts';
import type { Place } from '../../messages/place.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Run } from '../../registry/entities.ts';
import { readJson } from '../json-objects.ts';
import { servingNow, uploadRefusedNotice, versionRegisteredNotice, versionRejectedNotice } from '../notices.ts';
import { theUpload } from '../run-record.ts';

export interface RunAnswerPorts {
  registry: Registry;
  objects: Objects;
  origin: Place;
  policy: Policy;
  artifactBucket: string;
}

/**
 * A failed run has no message here: whoever recorded the failure knows the step, and tells it.
 * @throws ObjectNotFound; Error for a run that has not ended
 */
export async function answerOfRun(ports: RunAnswerPorts, run: Run): Promise<RegisterAnswer> {
  const { registry, origin, policy } = ports;
  const because = run.reason ? { reason: run.reason } : {};
  switch (run.state) {
    case 'running':
      throw new Error(`run ${run.run} of ${run.model} has not ended`);
    case 'failed':
      return { v: 1, outcome: 'failed', ...because };
    case 'linked':
      return { v: 1, outcome: 'linked' };
    case 'refused': {
      const upload = (await theUpload(registry, run.model, run.upload)).document;
      const { message = REFUSALS.unreadable, findings = [] } = upload.refusal ?? {};
      const when = { refused: run.ended ?? upload.time, serving: await servingNow(registry, policy, run.model) };
      const notice = uploadRefusedNotice(origin, upload, { message, findings }, when);
      return { v: 1, outcome: 'refused', ...because, notice };
    }
    case 'registered':
    case 'rejected':
      return evaluated(ports, run, because);
  }
}

async function evaluated(
  { registry, objects, origin, policy, artifactBucket }: RunAnswerPorts,
  run: Run,
  because: Pick<RegisterAnswer, 'reason'>,
): Promise<RegisterAnswer> {
  const key = evaluationKey(run.model, run.run);
  const evaluation = await readJson(objects, { bucket: artifactBucket, key }, Evaluation);
  const serving = await servingNow(registry, policy, run.model);
  if (run.version === undefined)
    return { v: 1, outcome: 'rejected', ...because, notice: versionRejectedNotice(origin, run, evaluation, serving) };
  const notice = versionRegisteredNotice(origin, run, run.version, evaluation, serving, policy);
  return { v: 1, outcome: 'registered', version: run.version, notice };
}
