/** A large upload is checked in ranges, side by side: this plans them. */
import type { CheckOutcome } from '../contracts/check.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import { isClosingKey } from '../contracts/upload-set.ts';
import type { RangePass } from '../contracts/workflow-training.ts';
import { layoutOf, stillFrozen } from '../data/header.ts';
import { planRanges } from '../data/ranges/plan-ranges.ts';
import { openCsv } from '../data/readers/csv.ts';
import { formatOf } from '../data/readers/format.ts';
import { behindMark } from '../data/readers/text-bytes.ts';
import type { Objects } from '../ports/objects.ts';
import { type CheckUpload, outcomeOf } from './check-upload.ts';
import { bodyOf, PLAN, PREVIOUS, planDocuments, planKey, type RangePlan } from './range-plan.ts';
import { refuseSize } from './upload-table.ts';

/** Largest upload that is checked in ranges: 800 of the default size. */
export const MAX_RANGED_BYTES = 100 * 1024 ** 3;
/** The header lies within. */
const HEAD_BYTES = 2 * 1024 * 1024;

export interface RangeCheckPorts {
  objects: Objects;
  artifactBucket: string;
}

/**
 * @param against dataset whose contract and profile `input` holds @param most bytes of a range
 * @returns the first pass, a refusal, or undefined for what is not divided: sets of files, formats other than plain CSV, and what a range cannot judge by itself
 */
export const planRangeCheck = (
  { objects, artifactBucket }: RangeCheckPorts,
  input: CheckUpload,
  { size, most, against }: { size: number; most: number; against: string | undefined },
): Promise<RangePass | Extract<CheckOutcome, { outcome: 'refused' }> | undefined> =>
  outcomeOf(async () => {
    if (isClosingKey(input.object.key) || needsAllRows(input.manifest)) return undefined;
    const head = await bytesOf(await objects.stream(input.object, { from: 0, to: Math.min(size, HEAD_BYTES) }));
    if (formatOf(head) !== 'csv') return undefined;
    refuseSize(size, MAX_RANGED_BYTES);
    const file = await openCsv(single(head));
    await file.close();
    const { manifest, schema, previousProfile, maxBytes: _, ...rest } = input;
    layoutOf(file.header, manifest, stillFrozen(manifest, schema));
    const plan: RangePlan = {
      v: 1,
      ...rest,
      manifest,
      ...(schema && previousProfile ? { schema } : {}),
      ...(against === undefined ? {} : { against }),
      size,
      from: behindMark(head),
      most,
      delimiter: file.delimiter,
      header: file.header,
    };
    const key = planKey(input.model, input.origin.run, against);
    const documents = planDocuments(objects, artifactBucket, key);
    if (plan.schema) await documents.write(PREVIOUS, previousProfile);
    await documents.write(PLAN, plan);
    return { pass: 'borders', plan: key, count: planRanges(bodyOf(plan), most).length };
  });

/** A split by time has to know all times first, and a unique column the values of all ranges. */
const needsAllRows = ({ data }: Manifest): boolean =>
  data.split?.by === 'time' || Object.values(data.columns).some(({ unique }) => unique);

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
