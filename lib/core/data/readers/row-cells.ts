/** Where the cells of a batch's rows lie, while a reader finds them. Used again for the next batch; grows as needed. */
import type { CellBatch } from '../cell-batch.ts';
import type { Arena } from '../kernel/arena.ts';
import { faultCode, type RowFault } from './csv-limits.ts';

export interface RowCellsOptions {
  /** Where the bytes of the rows lie, if they lie in one. */
  arena?: Arena;
  /** To make room for at first. */
  rows?: number;
  /** How many rows of the file come before. */
  firstRow?: number;
}

export class RowCells {
  readonly width: number;
  rows = 0;
  starts: Int32Array;
  ends: Int32Array;
  /** Physical line of each row. */
  lines: Float64Array;
  #faults: Uint8Array;
  #firstRow: number;
  #faultColumns = new Map<number, string>();

  readonly #arena: Arena | undefined;

  constructor(width: number, { arena, rows = 1024, firstRow = 0 }: RowCellsOptions = {}) {
    this.width = width;
    this.#arena = arena;
    this.#firstRow = firstRow;
    this.starts = this.#integers(rows * width);
    this.ends = this.#integers(rows * width);
    this.lines = this.#numbers(rows);
    this.#faults = new Uint8Array(rows);
  }

  /** So many rows there is room for. */
  get capacity(): number {
    return this.#faults.length;
  }

  /** Makes room for one more row and answers the index of its first cell. The row counts once it is added. */
  next(): number {
    if (this.rows === this.capacity) this.grow();
    return this.rows * this.width;
  }

  /** @param column which the fault is about, where that is known */
  add(line: number, fault: RowFault | undefined, column?: string): void {
    this.lines[this.rows] = line;
    this.#faults[this.rows] = fault === undefined ? 0 : faultCode(fault);
    if (fault !== undefined) {
      if (column !== undefined) this.#faultColumns.set(this.rows, column);
      const first = this.rows * this.width;
      this.starts.fill(0, first, first + this.width);
      this.ends.fill(0, first, first + this.width);
    }
    this.rows += 1;
  }

  /** Puts some rows without faults where those before them were taken out. */
  move(from: number, count: number, to: number): void {
    if (from === to) return;
    const { width } = this;
    for (const places of [this.starts, this.ends]) places.copyWithin(to * width, from * width, (from + count) * width);
    this.lines.copyWithin(to, from, from + count);
  }

  /** The rows so far; the next ones begin behind them. */
  batch(bytes: Buffer, unterminated: boolean): CellBatch {
    const { rows, width, starts, ends } = this;
    const firstRow = this.#firstRow;
    this.#firstRow += rows;
    this.rows = 0;
    const batch = {
      ...(this.#arena ? { arena: this.#arena } : {}),
      bytes,
      rows,
      width,
      starts,
      ends,
      lines: this.lines,
      faults: this.#faults,
      firstRow,
      unterminated,
    };
    if (this.#faultColumns.size === 0) return batch;
    const faultColumns = this.#faultColumns;
    this.#faultColumns = new Map();
    return { ...batch, faultColumns };
  }

  /** Makes room for twice as many. */
  grow(): void {
    const rows = this.capacity * 2;
    this.starts = grown(this.starts, this.#integers(rows * this.width));
    this.ends = grown(this.ends, this.#integers(rows * this.width));
    this.lines = grown(this.lines, this.#numbers(rows));
    this.#faults = grown(this.#faults, new Uint8Array(rows));
  }

  #integers(length: number): Int32Array {
    return this.#arena?.integers(length) ?? new Int32Array(length);
  }

  #numbers(length: number): Float64Array {
    return this.#arena?.numbers(length) ?? new Float64Array(length);
  }
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
