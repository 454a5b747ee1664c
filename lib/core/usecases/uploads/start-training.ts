/** Claims an object that arrived and starts its training, once for all deliveries of its event. */

import type { UploadSetDue } from '../../contracts/incoming-events.ts';
import { faultOfUploadKey, isFolderMark, parseUploadKey } from '../../contracts/locations.ts';
import { isModelName, trainingExecutionName } from '../../contracts/names.ts';
import { isClosingKey, setFolder } from '../../contracts/upload-set.ts';
import type { Place } from '../../messages/place.ts';
import type { Executions } from '../../ports/services.ts';
import type { Upload } from '../../registry/entities.ts';
import { PLATFORM_CHAIN } from '../../registry/keys.ts';
import { isKnown } from '../known.ts';
import { servingNow, uploadRefusedNotice } from '../notices.ts';
import { type SendNoticePorts, sendNotice } from '../send-notice.ts';
import { type ClaimSetPorts, claimDueSet, claimSet } from './claim-set.ts';
import { claimObject, FIRST_ATTEMPT, refuseObject } from './claim-upload.ts';
import type { ArrivedObject } from './upload-claim.ts';

export interface StartTrainingPorts extends ClaimSetPorts, SendNoticePorts {
  executions: Executions;
  origin: Place;
  /** ARN of the training workflow. */
  stateMachine: string;
}

/** Refusals of ours that have a run, so that they can be tried again. */
const STOPPED_HERE: ReadonlySet<string> = new Set(['too-many-trainings', 'incomplete-set']);

/**
 * The claim, the run and the event are one change; the execution starts after it. When that start is lost, the next
 * delivery finds the claim and starts it: its name is the claim's, so it starts once.
 *
 * An upload that cannot start, because its model is unknown, its key unusable, or the model has trained too often today, is
 * refused here: recorded, told, and never seen by the workflow. A folder made in S3's console is no upload, and a file of a
 * set is none by itself.
 *
 * @throws Busy, and what the ports throw: the event is then delivered again
 */
export async function startTraining(ports: StartTrainingPorts, object: ArrivedObject): Promise<void> {
  if (isFolderMark(object.key, object.size)) return;
  await follow(ports, await claimUpload(ports, object));
}

/** The look at a set that was put off. @throws Busy, and what the ports throw: the message is then delivered again */
export async function startDueSet(ports: StartTrainingPorts, due: UploadSetDue['detail']): Promise<void> {
  await follow(ports, await claimDueSet(ports, due));
}

async function follow(ports: StartTrainingPorts, claim: Upload | undefined): Promise<void> {
  if (!claim) return;
  if (claim.state === 'refused') return tell(ports, claim);
  if (claim.state !== 'received') return;
  await ports.executions.start(ports.stateMachine, trainingExecutionName(claim.hash, claim.attempt), {
    v: 1,
    model: claim.model,
    run: claim.run,
    upload: claim.hash,
  });
}

async function tell(ports: StartTrainingPorts, claim: Upload): Promise<void> {
  // A refusal with a run came from the workflow, which tells it itself, unless it was stopped here.
  const { refusal, run, attempt } = claim;
  const ours = refusal && (run === '' || (STOPPED_HERE.has(refusal.code) && attempt === FIRST_ATTEMPT));
  if (!ours) return;
  const { registry, policy, origin } = ports;
  const serving = claim.model === PLATFORM_CHAIN ? [] : await servingNow(registry, policy, claim.model);
  const { message } = refusal;
  await sendNotice(ports, uploadRefusedNotice(origin, claim, { message }, { refused: claim.time, serving }));
}

async function claimUpload(ports: StartTrainingPorts, object: ArrivedObject): Promise<Upload | undefined> {
  const inSet = setFolder(object.key) !== undefined;
  const [named = ''] = object.key.split('/');
  const model = isModelName(named) && (await isKnown(ports.registry, named)) ? named : undefined;
  if (model === undefined) {
    // A set is refused once, by its closing object.
    if (inSet && !isClosingKey(object.key)) return undefined;
    const shown = named === '' ? 'the key names no model' : `there is no model ${JSON.stringify(named.slice(0, 64))}`;
    const message = `${shown}; sluice apply model.yaml makes one`;
    return refuseObject(ports, object, PLATFORM_CHAIN, { code: 'unknown-model', message });
  }
  const location = parseUploadKey(object.key);
  const fault = faultOfUploadKey(object.key) ?? (location ? undefined : `it is not below ${model}/uploads/`);
  if (fault === undefined && location)
    return inSet ? claimSet(ports, object.bucket, object.key) : claimObject(ports, object, location);
  const message = `the key cannot be used: ${fault}; put the file below ${model}/uploads/ under a plain name`;
  return refuseObject(ports, object, model, { code: 'unusable-key', message });
}
