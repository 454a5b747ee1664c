/** What of a range's rows must be known of all rows before they are written: values of unique columns, and times of the split. */
import * as z from 'zod';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import { uniqueColumns } from '../../data/across-rows.ts';
import type { CellBatch } from '../../data/cell-batch.ts';
import type { Contract } from '../../data/contract.ts';
import { stretchEnds } from '../../data/ranges/range-values.ts';
import { contractReader } from '../../data/read-rows.ts';
import { type Repeats, repeats } from '../../data/repeats.ts';
import { splitTimes, TimeSampleState } from '../../data/time-cut.ts';
import type { Objects } from '../../ports/objects.ts';
import { layoutOfPlan, type PlanDocuments, type RangePlan, valuesOf } from './range-plan.ts';

/** Of a range 64 MiB of hashes a column are kept: 6 million different values. */
const MOST_SLOTS = 2 ** 23;

const ends = z.custom<Int32Array<ArrayBuffer>>((value) => value instanceof Int32Array, 'whole numbers of 32 bits');

/** As a document beside the hashes. */
export const RangeValues = z.strictObject({
  /** One in `every` different values was looked at; their hashes lie by stretches. By unique column. */
  columns: z.array(z.strictObject({ name: z.string(), every: z.number().int().positive(), ends })),
  times: TimeSampleState.optional(),
});
export type RangeValues = z.infer<typeof RangeValues>;

/** Whether that pass is needed. */
export const needsValues = ({ data }: Manifest): boolean =>
  data.split?.by === 'time' || Object.values(data.columns).some(({ unique }) => unique);

export const rangeRepeats = (known?: BigUint64Array<ArrayBuffer>): Repeats => repeats(MOST_SLOTS, known);

/** Writes the hashes of each unique column, rising: 8 bytes each, the low half first. */
export async function surveyValues(
  batches: AsyncIterable<CellBatch>,
  { objects, plan, documents, index }: { objects: Objects; plan: RangePlan; documents: PlanDocuments; index: number },
  contract: Contract,
): Promise<RangeValues> {
  const layout = layoutOfPlan(plan);
  const unique = uniqueColumns(contract.rules, () => rangeRepeats());
  const reader = contractReader(contract, layout, unique);
  const times = splitTimes(plan.manifest.data, layout);
  for await (const batch of batches) {
    times?.add(batch);
    if (unique.length > 0) reader.read(batch);
  }
  const columns: RangeValues['columns'] = [];
  for (const [column, { name, before }] of unique.entries()) {
    const hashes = before.hashes().sort();
    await objects.put(documents.address(valuesOf(column, index)), new Uint8Array(hashes.buffer));
    columns.push({ name, every: before.every, ends: stretchEnds(hashes) });
  }
  return { columns, ...(times ? { times: times.sample.state() } : {}) };
}
