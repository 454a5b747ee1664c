/** Puts together what ranges found of values: which values of a range an earlier one had, and where a split by time cuts. */
import * as z from 'zod';
import { beginOf, cameBefore, type Hashes, stretchGroups } from '../../data/ranges/range-values.ts';
import { refuse } from '../../data/refused.ts';
import { timeSample } from '../../data/time-cut.ts';
import type { ByteRange, ObjectAddress, Objects } from '../../ports/objects.ts';
import { inOrder } from '../in-order.ts';
import { type PlanDocuments, repeatedOf, VALUES, valuesOf } from './range-plan.ts';
import type { RangeValues } from './survey-values.ts';

const count = z.number().int().nonnegative();

/** What is known of the values of all ranges. */
export const KnownValues = z.strictObject({
  v: z.literal(1),
  /** By unique column. `repeated`: by range, how many of its values came in an earlier one. */
  unique: z.array(z.strictObject({ name: z.string(), every: count, repeated: z.array(count) })),
  /** Of a split by time; absent also where no row has a time. */
  timeCut: z.number().optional(),
});
export type KnownValues = z.infer<typeof KnownValues>;

/** Values that an earlier range had, of all ranges: 128 MB of hashes. */
const MOST_REPEATED = 16 * 1024 * 1024;
const BYTES = 8;
/** The stretches of many ranges are small. */
const AT_ONCE = 32;

/** @param ranges what each found, in order @param mostRepeated see MOST_REPEATED @throws UploadRefused */
export async function joinValues(
  objects: Objects,
  documents: PlanDocuments,
  ranges: AsyncIterable<RangeValues>,
  mostRepeated = MOST_REPEATED,
): Promise<void> {
  const times = timeSample();
  const columns: RangeValues['columns'][] = [];
  for await (const found of ranges) {
    if (found.times) times.merge(found.times);
    columns.push(found.columns);
  }
  const unique: KnownValues['unique'] = [];
  for (const [column, { name }] of (columns[0] ?? []).entries()) {
    const own = columns.flatMap((ofRange) => ofRange[column] ?? []);
    const repeated = await repeatedValues(objects, documents, { column, name, ranges: own, most: mostRepeated });
    unique.push({ name, every: Math.max(...own.map(({ every }) => every)), repeated });
  }
  const cut = times.cut();
  await documents.write(VALUES, {
    v: 1,
    unique,
    ...(Number.isFinite(cut) ? { timeCut: cut } : {}),
  } satisfies KnownValues);
}

/** Writes the hashes of a range that came in an earlier one. @returns how many they are, by range */
async function repeatedValues(
  objects: Objects,
  documents: PlanDocuments,
  { column, name, ranges, most }: { column: number; name: string; ranges: RangeValues['columns']; most: number },
): Promise<number[]> {
  const found: Hashes[][] = ranges.map(() => []);
  let left = most;
  for (const group of stretchGroups(ranges.map(({ ends }) => ends))) {
    const isRepeated = cameBefore(group.count);
    const load = (range: number): Promise<Hashes> => {
      const ends = ranges[range]?.ends ?? new Int32Array();
      const bytes = { from: BYTES * beginOf(ends, group.from), to: BYTES * beginOf(ends, group.to) };
      return hashesAt(objects, documents.address(valuesOf(column, range)), bytes);
    };
    let range = 0;
    for await (const hashes of inOrder(ranges.length, load, AT_ONCE)) {
      const repeated = isRepeated(hashes);
      left -= repeated.length;
      if (left < 0) refuseRepeated(name, most);
      if (repeated.length > 0) found[range]?.push(repeated);
      range += 1;
    }
  }
  for (const [range, pieces] of found.entries())
    if (pieces.length > 0)
      await objects.put(
        documents.address(repeatedOf(column, range)),
        Buffer.concat(pieces.map(({ buffer }) => new Uint8Array(buffer))),
      );
  return found.map((pieces) => pieces.reduce((sum, { length }) => sum + length, 0));
}

/** @param range nothing is read of an empty one */
export async function hashesAt(objects: Objects, address: ObjectAddress, range: ByteRange): Promise<Hashes> {
  const bytes = new Uint8Array(range.to - range.from);
  if (bytes.length > 0) {
    let at = 0;
    for await (const chunk of await objects.stream(address, range)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    if (at !== bytes.length) throw new Error(`${address.key} has ${at} bytes where ${bytes.length} were asked for`);
  }
  return new BigUint64Array(bytes.buffer);
}

function refuseRepeated(column: string, most: number): never {
  return refuse('too-large', `Values of ${JSON.stringify(column)} repeat in too many rows to be told apart.`, [
    {
      column,
      rule: 'repeated-value',
      expected: 'each value once (unique)',
      seen: `over ${most} values that came before`,
      cause: 'not a column of unique values?',
      mend: `leave unique of ${column} out of model.yaml and apply; or leave the repeated rows out`,
    },
  ]);
}
