/** Records who will upload what, and hands out the right to do it. */
import type { AnnounceAnswer, AnnounceRequest } from '../../contracts/api.ts';
import { codeKey, uploadKey } from '../../contracts/locations.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import { Problem } from '../../contracts/problems.ts';
import {
  announcedKey,
  announcedSetFolder,
  CLOSING_FILE,
  closingKey,
  type SetFile,
  type UploadSet,
} from '../../contracts/upload-set.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { type ChangePorts, change } from '../../registry/change.ts';
import { create, read } from '../../registry/documents.ts';
import { Announcement } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { requestSlot } from '../../registry/requests.ts';
import { putJson } from '../json-objects.ts';
import { knownModel, unknownModel } from '../known.ts';
import { manifestOf } from '../manifest-of.ts';

export interface AnnounceUploadPorts extends ChangePorts {
  objects: Objects;
  ids: Ids;
  dataBucket: string;
  artifactBucket: string;
}

export interface AnnounceUploadInput {
  model: string;
  request: AnnounceRequest;
  principal: string;
  idempotencyKey?: string | undefined;
}

/** Long enough for a large file over a slow line; the URL allows one key only. */
const URL_SECONDS = 3600;

function checkCode(algorithm: Manifest['training']['algorithm'], { code }: AnnounceRequest): void {
  if (algorithm === 'script' && !code)
    throw new Problem('code-missing', 'the model trains by its own script, and the request has no code', {
      mend: 'send code: { sha256, size } of the tar.gz with train.py and inference.py (sluice upload --code does it)',
      errors: [{ pointer: '#/code', detail: 'is missing' }],
    });
  if (algorithm !== 'script' && code)
    throw new Problem('invalid-request', `the model trains by ${algorithm}, which takes no code`, {
      mend: 'leave code out, or set training.algorithm to script',
      errors: [{ pointer: '#/code', detail: 'is for script models' }],
    });
}

async function announced(ports: AnnounceUploadPorts, input: AnnounceUploadInput): Promise<Announcement> {
  const { registry, ids } = ports;
  const { model, request, principal, idempotencyKey } = input;
  const upload = ids.ulid();
  return change(ports, model, async ({ meta, now, time }) => {
    if (!meta) throw unknownModel(model);
    const slot = await requestSlot(
      registry,
      model,
      { principal, key: idempotencyKey, content: { route: 'uploads', model, request } },
      now,
    );
    if (slot.reply) return { result: await earlier(ports, model, slot.reply.body) };
    checkCode((await manifestOf(registry, meta)).training.algorithm, request);
    const { fileName = CLOSING_FILE, files, code } = request;
    const key = files ? closingKey(announcedSetFolder(model, upload)) : uploadKey(model, upload, fileName);
    const announcement: Announcement = {
      v: 1,
      model,
      upload,
      author: principal,
      fileName,
      key,
      ...(code ? { code: { sha256: code.sha256, key: codeKey(model, code.sha256) } } : {}),
      time,
    };
    return {
      event: { kind: 'upload-announced', actor: principal, data: { upload, key, ...(code && { code: code.sha256 }) } },
      writes: [create(SK.announcement(upload), announcement), ...slot.keep(201, { upload })],
      result: announcement,
    };
  });
}

/** The reply that is kept is the id only: URLs expire, and are secrets. */
async function earlier({ registry }: AnnounceUploadPorts, model: string, body: unknown): Promise<Announcement> {
  const { upload } = body as { upload: string };
  const found = await read(registry, model, SK.announcement(upload), Announcement);
  if (!found) throw new Error(`upload ${upload} of ${model} was answered but is not there`);
  return found.document;
}

/** The closing object is written here, word for word, so that a client need not know what is in it. */
async function setTargets(
  { objects, dataBucket }: AnnounceUploadPorts,
  { model, upload }: Announcement,
  files: readonly SetFile[],
  expires: string,
): Promise<NonNullable<AnnounceAnswer['set']>> {
  const folder = announcedSetFolder(model, upload);
  // Its arrival begins the wait for the others.
  await putJson(objects, { bucket: dataBucket, key: announcedKey(folder) }, { sluice: 1, upload });
  const targets = files.map(async ({ name }) => {
    const put = await objects.presignPut(
      { bucket: dataBucket, key: `${folder}${name}` },
      { expiresSeconds: URL_SECONDS },
    );
    return { name, put: { ...put, expires } };
  });
  const closing: UploadSet = { sluice: 1, files: [...files] };
  return { files: await Promise.all(targets), closing: JSON.stringify(closing) };
}

const expiry = (clock: Clock): string => new Date(clock.now().getTime() + URL_SECONDS * 1000).toISOString();

/**
 * The upload id is part of the key, so the object that arrives is known to be this announcement's. Code is bound by its
 * SHA-256; data is not, for its digest is of its rows and is taken on arrival.
 * @throws Problem unknown-model, code-missing, invalid-request, key-reused; Busy
 */
export async function announceUpload(ports: AnnounceUploadPorts, input: AnnounceUploadInput): Promise<AnnounceAnswer> {
  const { objects, clock, dataBucket, artifactBucket } = ports;
  await knownModel(ports.registry, input.model);
  const announcement = await announced(ports, input);
  const { model, upload, key, code } = announcement;
  const expires = expiry(clock);
  const put = await objects.presignPut({ bucket: dataBucket, key }, { expiresSeconds: URL_SECONDS });
  const codePut =
    code &&
    (await objects.presignPut(
      { bucket: artifactBucket, key: code.key },
      { expiresSeconds: URL_SECONDS, sha256: Buffer.from(code.sha256, 'hex').toString('base64') },
    ));
  const { files } = input.request;
  const set = files && (await setTargets(ports, announcement, files, expires));
  return {
    model,
    upload,
    bucket: dataBucket,
    key,
    put: { ...put, expires },
    ...(set ? { set } : {}),
    ...(codePut ? { code: { ...codePut, expires } } : {}),
  };
}
