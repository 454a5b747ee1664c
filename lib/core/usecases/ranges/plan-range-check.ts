/** A large upload is checked in ranges, side by side: this plans them. */
import type { CheckOutcome } from '../../contracts/check.ts';
import { isClosingKey } from '../../contracts/upload-set.ts';
import type { RangePass } from '../../contracts/workflow-training.ts';
import { layoutOf, stillFrozen } from '../../data/header.ts';
import { openCsv } from '../../data/readers/csv.ts';
import type { Delimiter } from '../../data/readers/delimiter.ts';
import { formatOf, TELLING_BYTES } from '../../data/readers/format.ts';
import { openJsonLines } from '../../data/readers/json-lines.ts';
import { peek } from '../../data/readers/peek.ts';
import { behindMark } from '../../data/readers/text-bytes.ts';
import { refuse } from '../../data/refused.ts';
import { openMember, refuseOther } from '../../data/set/set-table.ts';
import type { Objects } from '../../ports/objects.ts';
import { type CheckUpload, MAX_UPLOAD_BYTES, outcomeOf } from '../check/check-upload.ts';
import { refuseSize, sizeOf, uploadFiles } from '../check/upload-table.ts';
import { inOrder } from '../in-order.ts';
import type { SetObject } from '../uploads/read-set.ts';
import { cutsOf, PLAN, PREVIOUS, planDocuments, planKey, type RangedFile, type RangePlan } from './range-plan.ts';

/** Largest upload that is checked in ranges: 800 of the default size. */
export const MAX_RANGED_BYTES = 100 * 1024 ** 3;
/** The header lies within, or the first row of JSON Lines. */
const HEAD_BYTES = 16 * 1024 * 1024;

export interface RangeCheckPorts {
  objects: Objects;
  artifactBucket: string;
}

interface PlanLimits {
  /** Larger uploads are divided, of `above` bytes in all. */
  above: number;
  /** Bytes of a range. */
  most: number;
  /** Dataset whose contract and profile the upload is held against. */
  against: string | undefined;
}

/** @returns the first pass, a refusal, or undefined for what is checked in one pass: small uploads, and other formats than plain CSV and JSON Lines */
export const planRangeCheck = (
  { objects, artifactBucket }: RangeCheckPorts,
  input: CheckUpload,
  { above, most, against }: PlanLimits,
): Promise<RangePass | Extract<CheckOutcome, { outcome: 'refused' }> | undefined> =>
  outcomeOf(async () => {
    const uploaded = input.files ?? (await uploadFiles(objects, input.object));
    if (sizeOf(uploaded) <= above) return undefined;
    const table = await lookAt(objects, input, uploaded);
    if (!table) return undefined;
    refuseSize(sizeOf(uploaded), MAX_RANGED_BYTES);
    const { manifest, schema, previousProfile, maxBytes: _, files: __, ...rest } = input;
    layoutOf(table.header, manifest, stillFrozen(manifest, schema));
    const plan: RangePlan = {
      v: 2,
      ...rest,
      manifest,
      ...(schema && previousProfile ? { schema } : {}),
      ...(against === undefined ? {} : { against }),
      most,
      ...table,
    };
    const key = planKey(input.model, input.origin.run, against);
    const documents = planDocuments(objects, artifactBucket, key);
    if (plan.schema) await documents.write(PREVIOUS, previousProfile);
    await documents.write(PLAN, plan);
    return uploaded.some(({ sha256 }) => sha256 !== undefined)
      ? { pass: 'digests', plan: key, count: plan.files.length }
      : { pass: 'borders', plan: key, count: cutsOf(plan).length };
  });

interface Head {
  format: RangePlan['format'];
  header: string[];
  from: number;
  delimiter?: Delimiter;
}

/** Looks at the beginning of each file. @returns undefined where one of them cannot be divided */
async function lookAt(
  objects: Objects,
  { object, maxBytes = MAX_UPLOAD_BYTES }: CheckUpload,
  uploaded: readonly SetObject[],
): Promise<Pick<RangePlan, 'format' | 'header' | 'files'> | undefined> {
  const files: RangedFile[] = [];
  let first: Head | undefined;
  const look = (index: number) => {
    const file = uploaded[index] as SetObject;
    const open = () => headOf(objects, file);
    return isClosingKey(object.key) ? openMember({ name: file.name, open }) : open();
  };
  for await (const head of inOrder(uploaded.length, look)) {
    const { name, address, bytes, sha256 } = uploaded[files.length] as SetObject;
    if (typeof head === 'string') {
      refuseUndivided(name, head, sizeOf(uploaded), maxBytes);
      return undefined;
    }
    first ??= head;
    refuseOther(name, head, uploaded[0]?.name ?? '', first);
    const { from, delimiter } = head;
    const told = { ...(delimiter ? { delimiter } : {}), ...(sha256 ? { sha256 } : {}) };
    files.push({ name, object: { ...address }, size: bytes, from, ...told });
  }
  return first && { format: first.format, header: first.header, files };
}

/** @returns the name of a format that is not divided. @throws UnreadableFile */
async function headOf(objects: Objects, { address, bytes }: SetObject): Promise<Head | string> {
  const source = await objects.stream(address, { from: 0, to: Math.min(bytes, HEAD_BYTES) });
  const { head, whole, close } = await peek(source, TELLING_BYTES);
  const format = formatOf(head);
  const from = behindMark(head);
  if (format === 'json-lines') {
    const { header, close: closeFile } = await openJsonLines(whole);
    await closeFile();
    return { format, header, from };
  }
  if (format === 'csv') {
    const { header, delimiter, close: closeFile } = await openCsv(whole);
    await closeFile();
    return { format, header, from, delimiter };
  }
  await close();
  return format;
}

function refuseUndivided(name: string, format: string, size: number, most: number): void {
  if (size <= most) return;
  const kind = format === 'json-array' ? 'a JSON array' : format === 'gzip' ? 'packed by gzip' : format;
  refuse(
    'too-large',
    `${name} is ${kind}, which is read in one pass of at most ${most} bytes, and there are ${size}.`,
    [
      {
        rule: 'size',
        expected: `at most ${most} bytes of ${format}`,
        seen: `${size} bytes`,
        mend: 'upload plain CSV or JSON Lines, in one file or several: those are divided; or fewer rows',
      },
    ],
  );
}
