/** A last row without a line end and with too few cells: the file was cut off on its way. */
import type { CellBatch } from './cell-batch.ts';
import { faultCode } from './readers/csv-limits.ts';
import { UnreadableFile } from './readers/unreadable-file.ts';

const WRONG_CELL_COUNT = faultCode('wrong-cell-count');

/** @throws UnreadableFile `cut` */
export function refuseCutOff({ unterminated, rows, faults, counts, lines, width }: CellBatch): void {
  const last = rows - 1;
  const cells = counts?.[last] ?? width;
  if (!unterminated || faults[last] !== WRONG_CELL_COUNT || cells >= width) return;
  const line = lines[last] ?? 0;
  throw new UnreadableFile(
    'cut',
    `the file ends in the middle of line ${line}, after ${cells} of ${width} cells`,
    'upload the whole file',
    line,
  );
}
