/** Reads cells as numbers, from bytes: most cells are digits and a point, and need no text. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import { isMissing, parseInteger, parseNumber } from '../cells.ts';
import type { RejectReason } from '../rejections.ts';
import type { CellFaults } from './cell-faults.ts';
import type { KernelCells } from './kernel-cells.ts';
import type { MissingWords } from './missing-words.ts';

/** What a number must keep. */
export interface NumberRule {
  whole: boolean;
  min: number;
  max: number;
  /** What a missing cell is rejected for, where it may not be missing. */
  missing: RejectReason | undefined;
  /** Numbers that words for a missing value look like. */
  nullNumbers: ReadonlySet<number> | undefined;
}

/** @param words for a missing value */
export function nullNumbersOf(words: Iterable<string>): NumberRule['nullNumbers'] {
  const numbers = new Set([...words].flatMap((word) => parseNumber(word) ?? []));
  return numbers.size > 0 ? numbers : undefined;
}

/**
 * The numbers of one column, NaN where missing: equal bit for bit to `parseNumber` and `parseInteger` of the cells. The
 * kernel reads nearly all; what is left goes by text.
 *
 * @param cells of the batch
 * @param position of the column in the file
 * @param column as faults name it
 */
export function readNumbers(
  batch: CellBatch,
  { arena, bytes, starts, ends, open }: KernelCells,
  position: number,
  out: Float64Array,
  rule: NumberRule,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): void {
  const { rows, width } = batch;
  const { min, max, whole, missing, nullNumbers } = rule;
  const values = arena.owns(out) ? out : arena.numbers(rows);
  const left = arena.kernel.readNumbers(
    bytes,
    starts,
    ends,
    rows,
    width,
    position,
    Number(whole),
    min,
    max,
    Number(missing !== undefined),
    values.byteOffset,
    open.byteOffset,
  );
  if (values !== out) out.set(values);
  const goByText = (row: number): void => {
    out[row] = readText(batch, row, row * width + position, out[row] ?? 0, rule, column, faults, nulls);
  };
  for (let i = 0; i < left; i++) goByText(open[i] ?? 0);
  if (nullNumbers === undefined) return;
  // Those out of range were looked at above.
  for (let row = 0; row < rows; row++) {
    const value = out[row] ?? 0;
    if (value >= min && value <= max && nullNumbers.has(value)) goByText(row);
  }
}

/** What is left: missing cells, rare spellings of numbers, and all that keeps no rule. @param known NaN when it is not known yet */
function readText(
  batch: CellBatch,
  row: number,
  slot: number,
  known: number,
  { whole, min, max, missing, nullNumbers }: NumberRule,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): number {
  // Rows that cannot be read have no cells.
  if (batch.faults[row] !== 0) return Number.NaN;
  let value: number | undefined = known;
  if (Number.isNaN(known) || nullNumbers?.has(known)) {
    const cell = batch.starts[slot] === batch.ends[slot] ? '' : cellText(batch, slot);
    const text = cell.trim();
    if (isMissing(cell) || nulls.isNull(row, text)) {
      if (missing !== undefined) faults.add(row, column, missing);
      return Number.NaN;
    }
    value = whole ? parseInteger(text) : parseNumber(text);
    if (value === undefined) {
      faults.add(row, column, whole && parseNumber(text) !== undefined ? 'not-an-integer' : 'not-a-number');
      return Number.NaN;
    }
  }
  if (value < min) faults.add(row, column, 'below-min');
  else if (value > max) faults.add(row, column, 'above-max');
  return value;
}
