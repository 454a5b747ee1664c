/** Finds rows that are no text. */
import { faultCode } from './csv-limits.ts';
import type { FoundRows } from './csv-scan.ts';
import { isText } from './text-bytes.ts';

const NOT_UTF8 = faultCode('not-utf8');
const WRONG_CELL_COUNT = faultCode('wrong-cell-count');

/** Gives rows that are not UTF-8, or hold NUL, their fault: whole stretches are looked at first, for nearly all are text. @param to behind the last row */
export function faultNotUtf8(bytes: Buffer, to: number, found: FoundRows): void {
  const { rows, froms, faults } = found;
  if (rows === 0 || isText(bytes.subarray(froms[0] ?? 0, to))) return;
  for (let row = 0; row < rows; row++) {
    const fault = faults[row] ?? 0;
    if (fault !== 0 && fault !== WRONG_CELL_COUNT) continue;
    const end = row + 1 < rows ? froms[row + 1] : to;
    if (!isText(bytes.subarray(froms[row] ?? 0, end))) faults[row] = NOT_UTF8;
  }
}
