/** Claims an object that arrived and starts its training, once for all deliveries of its event. */
import { faultOfUploadKey, isFolderMark, parseUploadKey } from '../contracts/locations.ts';
import { isModelName, trainingExecutionName } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import type { RefusalCode } from '../contracts/refusals.ts';
import type { Place } from '../messages/drift-notice.ts';
import type { Ids } from '../ports/clock.ts';
import type { Registry } from '../ports/registry.ts';
import type { Executions } from '../ports/services.ts';
import { type ChangePorts, change } from '../registry/change.ts';
import { create, read } from '../registry/documents.ts';
import { Announcement, Meta, type Run, type Upload, Upload as UploadSchema } from '../registry/entities.ts';
import { PLATFORM_CHAIN, SK } from '../registry/keys.ts';
import { UNATTRIBUTED } from '../registry/principals.ts';
import { servingNow, uploadRefusedNotice } from './notices.ts';
import { type SendNoticePorts, sendNotice } from './send-notice.ts';
import { overTrainingLimit } from './trainings-today.ts';
import { type ArrivedObject, uploadHash } from './upload-claim.ts';

export interface StartTrainingPorts extends ChangePorts, SendNoticePorts {
  executions: Executions;
  ids: Ids;
  policy: Policy;
  origin: Place;
  /** ARN of the training workflow. */
  stateMachine: string;
}

const FIRST_ATTEMPT = 1;

/**
 * The claim, the run and the event are one change; the execution starts after it. When that start is lost, the next
 * delivery finds the claim and starts it: its name is the claim's, so it starts once.
 *
 * An upload that cannot start, because its model is unknown, its key unusable, or the model has trained too often today, is
 * refused here: recorded, told, and never seen by the workflow. A folder made in S3's console is no upload.
 *
 * @throws Busy, and what the ports throw: the event is then delivered again
 */
export async function startTraining(ports: StartTrainingPorts, object: ArrivedObject): Promise<void> {
  if (isFolderMark(object.key, object.size)) return;
  const claim = await claimUpload(ports, object);
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
  // A refusal with a run came from the workflow, which tells it itself, unless the limit stopped it here.
  const refusal = claim.refusal;
  if (!refusal || (claim.run !== '' && refusal.code !== 'too-many-trainings')) return;
  const { registry, policy, origin } = ports;
  const serving = claim.model === PLATFORM_CHAIN ? [] : await servingNow(registry, policy, claim.model);
  const { message } = refusal;
  await sendNotice(ports, uploadRefusedNotice(origin, claim, { message }, { refused: claim.time, serving }));
}

async function claimUpload(ports: StartTrainingPorts, object: ArrivedObject): Promise<Upload> {
  const [named = ''] = object.key.split('/');
  const model = isModelName(named) && (await isKnown(ports.registry, named)) ? named : undefined;
  if (model === undefined) {
    const shown = named === '' ? 'the key names no model' : `there is no model ${JSON.stringify(named.slice(0, 64))}`;
    const message = `${shown}; sluice apply model.yaml makes one`;
    return refuseObject(ports, object, PLATFORM_CHAIN, { code: 'unknown-model', message });
  }
  const location = parseUploadKey(object.key);
  const fault = faultOfUploadKey(object.key) ?? (location ? undefined : `it is not below ${model}/uploads/`);
  if (fault === undefined && location) return claimKnown(ports, object, location);
  const message = `the key cannot be used: ${fault}; put the file below ${model}/uploads/ under a plain name`;
  return refuseObject(ports, object, model, { code: 'unusable-key', message });
}

async function isKnown(registry: Registry, model: string): Promise<boolean> {
  const meta = await read(registry, model, SK.meta, Meta);
  return meta !== undefined && meta.document.revision > 0;
}

/** No run: the object is not even read. Uploads for no model are on the platform's own chain. */
function refuseObject(
  ports: StartTrainingPorts,
  object: ArrivedObject,
  chain: string,
  refusal: { code: RefusalCode; message: string },
): Promise<Upload> {
  const hash = uploadHash(object);
  return change(ports, chain, async ({ time }) => {
    const earlier = await read(ports.registry, chain, SK.upload(hash), UploadSchema);
    if (earlier) return { result: earlier.document };
    const claim: Upload = {
      ...claimOf(chain, object, hash, time),
      author: UNATTRIBUTED,
      run: '',
      state: 'refused',
      refusal,
    };
    return {
      event: {
        kind: 'upload-refused',
        actor: UNATTRIBUTED,
        data: { upload: hash, bucket: object.bucket, key: object.key.slice(0, 512), code: refusal.code },
      },
      writes: [create(SK.upload(hash), claim)],
      result: claim,
    };
  });
}

function claimKnown(
  ports: StartTrainingPorts,
  object: ArrivedObject,
  { model, upload }: { model: string; upload?: string },
): Promise<Upload> {
  const hash = uploadHash(object);
  const run = ports.ids.ulid();
  const execution = trainingExecutionName(hash, FIRST_ATTEMPT);
  return change(ports, model, async ({ meta, time }) => {
    const earlier = await read(ports.registry, model, SK.upload(hash), UploadSchema);
    if (earlier) return { result: earlier.document };
    const announced = upload && (await read(ports.registry, model, SK.announcement(upload), Announcement))?.document;
    const author = announced && announced.key === object.key ? announced.author : UNATTRIBUTED;
    const most = ports.policy.maxTrainingsPerDay;
    const refusal = await overTrainingLimit(ports.registry, { model, time, most });
    const claim: Upload = {
      ...claimOf(model, object, hash, time),
      ...(announced && author === announced.author ? { upload: announced.upload } : {}),
      author,
      run,
      state: refusal ? 'refused' : 'received',
      ...(refusal ? { refusal } : {}),
    };
    const record: Run = {
      v: 1,
      model,
      run,
      upload: hash,
      attempt: FIRST_ATTEMPT,
      execution,
      author,
      state: refusal ? 'refused' : 'running',
      ...(refusal ? { reason: refusal, ended: time } : {}),
      // The manifest that counts when the data arrives is the one it is checked and trained by.
      manifestRevision: meta?.revision ?? 0,
      started: time,
    };
    return {
      event: {
        kind: refusal ? 'upload-refused' : 'upload-received',
        actor: author,
        data: { upload: hash, run, key: object.key, ...(refusal ? { code: refusal.code } : {}) },
      },
      writes: [create(SK.upload(hash), claim), create(SK.run(run), record)],
      result: claim,
    };
  });
}

const claimOf = (model: string, object: ArrivedObject, hash: string, time: string) => ({
  v: 1 as const,
  model,
  hash,
  bucket: object.bucket,
  key: object.key,
  ...(object.versionId === undefined ? {} : { versionId: object.versionId }),
  ...(object.size === undefined ? {} : { size: object.size }),
  attempt: FIRST_ATTEMPT,
  time,
});
