/** Rows that are texts already, as a batch of cells: what no fast path reads. */
import type { CellBatch } from '../cell-batch.ts';
import { RowCells } from './row-cells.ts';

export class TextRows {
  readonly #cells: RowCells;
  #bytes = Buffer.alloc(4096);
  #length = 0;

  constructor(width: number) {
    this.#cells = new RowCells(width, { rows: 16 });
  }

  get rows(): number {
    return this.#cells.rows;
  }

  /** @param texts as many as the width */
  add(line: number, texts: readonly string[]): void {
    const first = this.#cells.next();
    for (const [column, text] of texts.entries()) {
      // UTF-8 has at most three bytes for a unit of UTF-16.
      this.#reserve(3 * text.length);
      this.#cells.starts[first + column] = this.#length;
      this.#length += this.#bytes.write(text, this.#length);
      this.#cells.ends[first + column] = this.#length;
    }
    this.#cells.add(line, undefined);
  }

  /** The rows so far; the next ones begin behind them. */
  batch(): CellBatch {
    this.#length = 0;
    return this.#cells.batch(this.#bytes, false);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
