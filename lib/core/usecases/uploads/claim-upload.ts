/** The claim of an object that arrived, once for all deliveries of its event: with a run where it may have one. */
import { trainingExecutionName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { RefusalCode } from '../../contracts/refusals.ts';
import type { Ids } from '../../ports/clock.ts';
import { type ChangePorts, change } from '../../registry/change.ts';
import { create, read } from '../../registry/documents.ts';
import { Announcement, type Run, Upload } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { UNATTRIBUTED } from '../../registry/principals.ts';
import { overTrainingLimit } from '../runs/trainings-today.ts';
import { type ArrivedObject, uploadHash } from './upload-claim.ts';

export interface ClaimUploadPorts extends ChangePorts {
  ids: Ids;
  policy: Policy;
}

export interface EarlyRefusal {
  code: RefusalCode;
  message: string;
}

export const FIRST_ATTEMPT = 1;

/** No run: the object is not even read. Uploads for no model are on the platform's own chain. */
export function refuseObject(
  ports: ClaimUploadPorts,
  object: ArrivedObject,
  chain: string,
  refusal: EarlyRefusal,
): Promise<Upload> {
  const hash = uploadHash(object);
  return change(ports, chain, async ({ time }) => {
    const earlier = await read(ports.registry, chain, SK.upload(hash), Upload);
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

/** @param early why it is refused although it has a run, which can be tried again */
export function claimObject(
  ports: ClaimUploadPorts,
  object: ArrivedObject,
  { model, upload }: { model: string; upload?: string },
  early?: EarlyRefusal,
): Promise<Upload> {
  const hash = uploadHash(object);
  const run = ports.ids.ulid();
  const execution = trainingExecutionName(hash, FIRST_ATTEMPT);
  return change(ports, model, async ({ meta, time }) => {
    const earlier = await read(ports.registry, model, SK.upload(hash), Upload);
    if (earlier) return { result: earlier.document };
    const announced = upload && (await read(ports.registry, model, SK.announcement(upload), Announcement))?.document;
    const author = announced && announced.key === object.key ? announced.author : UNATTRIBUTED;
    const most = ports.policy.maxTrainingsPerDay;
    const refusal = early ?? (await overTrainingLimit(ports.registry, { model, time, most }));
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
