/**
 * Takes in a file of labels that somebody put into the bucket: what can be labels of the model is kept as labels that were
 * posted are, and every line that cannot is named. Each version of the file is taken in, so one that is written over again
 * and again loses nothing.
 */
import { filedLabelsKey, isFolderMark, modelOfLabels, refusedLabelsKey } from '../../contracts/locations.ts';
import { isModelName } from '../../contracts/names.ts';
import { Problem } from '../../contracts/problems.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import type { Place } from '../../messages/place.ts';
import { wrongLabel } from '../../performance/label-check.ts';
import { type Label, type LabelFault, labelsText, parseLabels, type WrongLabel } from '../../performance/labels.ts';
import type { RefusedLabels } from '../../performance/refused-labels.ts';
import { type ObjectInfo, ObjectNotFound, type Objects } from '../../ports/objects.ts';
import { type ChangePorts, change } from '../../registry/change.ts';
import { create, read } from '../../registry/documents.ts';
import { LabelsRefusal } from '../../registry/entities.ts';
import { PLATFORM_CHAIN, SK } from '../../registry/keys.ts';
import { UNATTRIBUTED } from '../../registry/principals.ts';
import { readContract } from '../check/read-contract.ts';
import { putJson } from '../json-objects.ts';
import { isKnown } from '../known.ts';
import { type SendNoticePorts, sendNoticeUnlessSent } from '../send-notice.ts';
import { type ArrivedObject, uploadHash } from '../uploads/upload-claim.ts';
import { cameOf, filedName, type PutFile } from './label-files.ts';
import { labelsRefusedNotice } from './label-notices.ts';
import { MOST_LABEL_BYTES } from './read-labels.ts';

export interface TakeInLabelsPorts extends ChangePorts, SendNoticePorts {
  objects: Objects;
  dataBucket: string;
  artifactBucket: string;
  origin: Place;
}

export type TakenIn =
  | { outcome: 'taken-in' | 'refused'; labels: number; wrong: number }
  | { outcome: 'no-labels' | 'gone' };

const MOST_FAULTS = 10_000;
/** An event is small: the first few of them. */
const MOST_TOLD = 3;

/** What a file holds. `isFinal`: it is dealt with, whatever becomes of the model. */
interface Content {
  labels: Label[];
  faults: LabelFault[];
  isFinal: boolean;
}

/**
 * Order: wrong lines, labels, event, message. Safe to repeat: the same version of a file leaves the same objects, one event,
 * and one message a day and model.
 *
 * @throws Busy, and what the ports throw: the event is then delivered again
 */
export async function takeInLabels(ports: TakeInLabelsPorts, object: ArrivedObject): Promise<TakenIn> {
  const model = modelOfLabels(object.key);
  if (model === undefined || isFolderMark(object.key, object.size)) return { outcome: 'no-labels' };
  const info = await infoOf(ports.objects, object);
  if (!info) return { outcome: 'gone' };
  const content = await contentOf(ports, model, object, info);
  const came = cameOf(model, { key: object.key, lastModified: info.lastModified });
  const labels = content.isFinal ? content.labels.length : 0;
  const wrong = content.faults.length;
  if (content.isFinal) await keep(ports, model, { key: object.key, etag: info.etag, came }, content);
  if (wrong > 0) await tell(ports, model, object, { came, labels, faults: content.faults });
  return { outcome: wrong > 0 ? 'refused' : 'taken-in', labels, wrong };
}

/** undefined for an object, or a version of it, that was deleted meanwhile */
async function infoOf(objects: Objects, object: ArrivedObject): Promise<ObjectInfo | undefined> {
  try {
    return await objects.head(addressOf(object));
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

const addressOf = ({ bucket, key, versionId }: ArrivedObject) => ({
  bucket,
  key,
  ...(versionId === undefined ? {} : { versionId }),
});

async function contentOf(
  ports: TakeInLabelsPorts,
  model: string,
  object: ArrivedObject,
  { size }: ObjectInfo,
): Promise<Content> {
  const schema = await contractOf(ports, model);
  // Once the model can have labels, the file is read where it lies.
  if ('fault' in schema) return { labels: [], faults: [{ line: 1, ...schema }], isFinal: false };
  if (size > MOST_LABEL_BYTES) {
    const fault = `the file has ${size} bytes, more than ${MOST_LABEL_BYTES}`;
    return { labels: [], faults: [{ line: 1, fault, mend: 'put it there in several files' }], isFinal: true };
  }
  const text = await ports.objects.text(addressOf(object));
  return { ...parseLabels(text, (label) => wrongLabel(label, schema)), isFinal: true };
}

async function contractOf(ports: TakeInLabelsPorts, model: string): Promise<DatasetSchema | WrongLabel> {
  if (!isModelName(model)) return { fault: 'the key names no model', mend: 'put it below <model>/labels/' };
  try {
    return (await readContract(ports, model)).schema;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { fault: error.message, mend: error.options.mend ?? '' };
  }
}

async function keep(
  { objects, dataBucket: bucket }: TakeInLabelsPorts,
  model: string,
  file: PutFile,
  { labels, faults }: Content,
): Promise<void> {
  const name = filedName(file);
  if (faults.length > 0) {
    const refused: RefusedLabels = {
      ...{ v: 1, model, key: file.key, labels: labels.length, wrong: faults.length },
      faults: faults.slice(0, MOST_FAULTS),
    };
    const key = refusedLabelsKey(model, name);
    await putJson(objects, { bucket, key }, refused);
  }
  await objects.put({ bucket, key: filedLabelsKey(model, name) }, labelsText(labels), { contentType: 'text/csv' });
}

interface Refused {
  came: number;
  labels: number;
  faults: readonly LabelFault[];
}

async function tell(
  ports: TakeInLabelsPorts,
  named: string,
  object: ArrivedObject,
  { came, labels, faults }: Refused,
): Promise<void> {
  const chain = isModelName(named) && (await isKnown(ports.registry, named)) ? named : PLATFORM_CHAIN;
  const sk = SK.labels(uploadHash(object));
  await change(ports, chain, async ({ time }) => {
    if (await read(ports.registry, chain, sk, LabelsRefusal)) return { result: undefined };
    const [first, ...next] = faults.slice(0, MOST_TOLD).map((fault) => ({ ...fault }));
    return {
      event: {
        kind: 'labels-refused',
        actor: UNATTRIBUTED,
        data: { key: object.key.slice(0, 512), labels, wrong: faults.length, ...first, next },
      },
      writes: [create(sk, { v: 1, model: chain, key: object.key, time })],
      result: undefined,
    };
  });
  const arrived = new Date(came).toISOString();
  await sendNoticeUnlessSent(ports, labelsRefusedNotice(ports.origin, named, object.key, { arrived, labels, faults }));
}
