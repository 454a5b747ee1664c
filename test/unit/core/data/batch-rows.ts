/** What a reader's batches say, as texts. */
import type { CellBatch } from '../../../../lib/core/data/cell-batch.ts';
import { ROW_FAULTS } from '../../../../lib/core/data/readers/csv-limits.ts';

/** `line:["cell",...]` or `line!fault`, a row each. Also sees that rows are numbered without a gap. */
export async function batchRows(batches: AsyncIterable<CellBatch>): Promise<string[]> {
  const rows: string[] = [];
  for await (const { bytes, rows: count, width, starts, ends, lines, faults, firstRow } of batches) {
    if (firstRow !== rows.length) throw new Error(`the batch begins at row ${firstRow}, ${rows.length} came before`);
    for (let row = 0; row < count; row++) {
      const fault = faults[row] ?? 0;
      if (fault > 0) {
        rows.push(`${lines[row]}!${ROW_FAULTS[fault - 1]}`);
        continue;
      }
      const cells = Array.from({ length: width }, (_, column) => {
        const [start, end] = [starts[row * width + column] ?? 0, ends[row * width + column] ?? 0];
        const text = bytes.toString('utf8', start, end < 0 ? ~end : end);
        return end < 0 ? text.replaceAll('""', '"') : text;
      });
      rows.push(`${lines[row]}:${JSON.stringify(cells)}`);
    }
  }
  return rows;
}
