/** Finds the rows of capture records in bytes, as long as they have the form of one before, by the kernel: `assembly/capture.ts`. */
import type { Arena } from '../kernel/arena.ts';
import type { CaptureTemplate, Hole } from './capture-template.ts';
import { RowCells } from './row-cells.ts';

/** As the kernel numbers them. */
const HOLES: readonly Hole[] = ['csv', 'time', 'text'];
const FULL = 2;

export class CaptureScanner {
  /** Where it stands: at the beginning of a record, which is this line. */
  at = 0;
  line = 1;
  /** Records in the window, of all that were scanned. */
  requests = 0;
  /** The rows of those records. */
  readonly cells: RowCells;
  readonly #arena: Arena;
  readonly #window: { readonly from: number; readonly to: number };
  readonly #places = new Map<CaptureTemplate, number>();

  /** @param arena where the records lie @param width cells of a row @param window milliseconds since 1970, without its end */
  constructor(arena: Arena, width: number, window: { readonly from: number; readonly to: number }) {
    this.cells = new RowCells(width, { arena });
    this.#arena = arena;
    this.#window = window;
  }

  /**
   * Appends the rows of the records from `at` on, up to the first of any other form, which is left as it is.
   *
   * @param bytes UTF-8 @param end behind the line end of the last record
   */
  scan(bytes: Buffer, end: number, form: CaptureTemplate): void {
    const { cells } = this;
    const { kernel } = this.#arena;
    const place = this.#placeOf(form);
    kernel.captureAt.value = this.at;
    kernel.captureLine.value = this.line;
    kernel.captureRows.value = cells.rows;
    kernel.captureRequests.value = this.requests;
    const { from, to } = this.#window;
    for (;;) {
      const { starts, ends, lines, width, capacity } = cells;
      kernel.captureInto(width, capacity, starts.byteOffset, ends.byteOffset, lines.byteOffset);
      if (kernel.captureScan(bytes.byteOffset, end, place, from, to) !== FULL) break;
      cells.rows = kernel.captureRows.value;
      cells.grow();
    }
    this.at = kernel.captureAt.value;
    this.line = kernel.captureLine.value;
    this.requests = kernel.captureRequests.value;
    cells.rows = kernel.captureRows.value;
  }

  /** Of the form in the arena: how many holes, for each the part before it and its kind, and the last part. */
  #placeOf(form: CaptureTemplate): number {
    const known = this.#places.get(form);
    if (known !== undefined) return known;
    const { parts, holes } = form;
    const table = this.#arena.integers(1 + 3 * parts.length);
    table[0] = holes.length;
    parts.forEach((part, index) => {
      const bytes = this.#arena.octets(part.length);
      bytes.set(part);
      const hole = holes[index];
      table.set([bytes.byteOffset, part.length, hole === undefined ? 0 : HOLES.indexOf(hole)], 1 + 3 * index);
    });
    this.#places.set(form, table.byteOffset);
    return table.byteOffset;
  }
}
