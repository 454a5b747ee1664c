/** Packs the labels that were posted in a day into one file, so that labels sent one by one are read as quickly as many at once. */
import { packedLabelsKey } from '../../contracts/locations.ts';
import { parseLabels } from '../../performance/labels.ts';
import { type CameTogether, packedText } from '../../performance/packed-labels.ts';
import { textsOf } from '../small-objects.ts';
import { packedDays, postedFiles } from './label-files.ts';
import type { LabelPorts } from './read-labels.ts';

const DAY_MS = 86_400_000;
/** How far back the first packing goes; those that follow begin where the one before ended, so that there is no gap. */
const FIRST_DAYS = 31;

/**
 * Packs every day that closed by then and is not packed yet. What was posted stays where it lies. Done again, or by two
 * at once, it puts the same.
 * @param by milliseconds since 1970; days are those of UTC
 */
export async function packLabels({ objects, dataBucket }: LabelPorts, model: string, by: number): Promise<void> {
  const until = Math.floor(by / DAY_MS) * DAY_MS;
  const last = (await packedDays(objects, dataBucket, model)).at(-1);
  const first = last ? last.came + DAY_MS : until - FIRST_DAYS * DAY_MS;
  for (let day = first; day < until; day += DAY_MS) {
    const batches: CameTogether[] = [];
    const files = await postedFiles(objects, dataBucket, model, day, day + DAY_MS);
    for await (const { file, text } of textsOf(objects, dataBucket, files))
      batches.push({ came: file.came, labels: parseLabels(text).labels });
    const key = packedLabelsKey(model, new Date(day).toISOString().slice(0, 10));
    await objects.put({ bucket: dataBucket, key }, packedText(batches), { contentType: 'text/csv' });
  }
}
