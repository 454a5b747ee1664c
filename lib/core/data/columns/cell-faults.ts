/** What is wrong with cells of a batch: nothing mostly, so it is a list. */
import type { RejectReason } from '../rejections.ts';

export interface CellFault {
  /** Of the batch. */
  row: number;
  /** As whoever reads numbers the columns. */
  column: number;
  reason: RejectReason;
}

export interface CellFaults {
  readonly count: number;
  add(row: number, column: number, reason: RejectReason): void;
  /** Row by row; within a row by column. Empties the list. */
  take(): CellFault[];
}

export function cellFaults(): CellFaults {
  let faults: CellFault[] = [];
  return {
    get count() {
      return faults.length;
    },
    add(row, column, reason) {
      faults.push({ row, column, reason });
    },
    take() {
      const taken = faults.sort((a, b) => a.row - b.row || a.column - b.column);
      faults = [];
      return taken;
    },
  };
}
