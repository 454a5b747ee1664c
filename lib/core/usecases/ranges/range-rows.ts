/** The rows of a range of a planned check, as one pass over all files would meet them: with their numbers and lines. */
import type { CellBatch } from '../../data/cell-batch.ts';
import { refuseCutOff } from '../../data/cut-off.ts';
import { csvPart, openCsv } from '../../data/readers/csv.ts';
import { CSV_LIMITS } from '../../data/readers/csv-limits.ts';
import { jsonLinesPart } from '../../data/readers/json-lines.ts';
import { inFile } from '../../data/set/set-table.ts';
import type { Objects } from '../../ports/objects.ts';
import { type FileRange, isSet, objectOf, type RangedFile, type RangePlan, type RowRanges } from './range-plan.ts';

/** @throws UnreadableFile; of a set it names the file */
export async function* rangeRows(
  objects: Objects,
  plan: RangePlan,
  { ranges, linesBefore }: RowRanges,
  index: number,
): AsyncGenerator<CellBatch> {
  const range = ranges[index];
  const file = plan.files[range?.file ?? -1];
  if (!range || !file) throw new Error(`the plan has no row range ${index}`);
  if (!isSet(plan)) {
    yield* batchesOf(objects, plan, file, range);
    return;
  }
  const before = linesBefore[range.file] ?? 0;
  try {
    for await (const batch of batchesOf(objects, plan, file, range)) {
      refuseCutOff(batch);
      yield { ...batch, lines: batch.lines.slice(0, batch.rows).map((line) => before + line) };
    }
  } catch (error) {
    throw inFile(error, file.name);
  }
}

async function* batchesOf(
  objects: Objects,
  { format, header }: RangePlan,
  file: RangedFile,
  { from, to, line, rowsBefore: row, header: withHeader }: FileRange,
): AsyncGenerator<CellBatch> {
  const source = await objects.stream(objectOf(file), { from, to });
  const { delimiter = ',' } = file;
  if (format === 'json-lines') yield* jsonLinesPart(source, { header, line, row });
  else if (!withHeader) yield* csvPart(source, { delimiter, width: header.length, line, row });
  else
    for await (const batch of (await openCsv(source, CSV_LIMITS, delimiter)).batches)
      yield { ...batch, firstRow: row + batch.firstRow };
}
