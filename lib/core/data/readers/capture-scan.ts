/** Finds the rows of capture records in bytes, as long as they have the form of one before, by the kernel: `assembly/capture.ts`. */
import type { Arena } from '../kernel/arena.ts';
import type { CaptureTemplate, Hole } from './capture-template.ts';
import { RowCells } from './row-cells.ts';

/** As the kernel numbers them. */
const HOLES: readonly Hole[] = ['csv', 'time', 'event', 'text'];
/** Of one call. */
const MOST_RECORDS = 4096;

/** What is known of records, by their place in the scan. */
export interface ScannedRecords {
  count: number;
  /** Of the inference, milliseconds since 1970. */
  readonly times: Float64Array;
  /** How many rows there are behind each record: of one outside the window none is appended. */
  readonly rows: Int32Array;
  /** Where the text of the event's id lies in the bytes; the end is its complement where JSON writes it otherwise. */
  readonly eventStarts: Int32Array;
  readonly eventEnds: Int32Array;
  /** Two halves each, of those whose text is as it stands: `hashOf` of event-ids.ts. */
  readonly eventHashes: Uint32Array;
}

export class CaptureScanner {
  /** Where it stands: at the beginning of a record, which is this line. */
  at = 0;
  line = 1;
  /** The rows of the records in the window. */
  readonly cells: RowCells;
  /** Those of the last scan. */
  readonly records: ScannedRecords;
  readonly #arena: Arena;
  readonly #window: { readonly from: number; readonly to: number };
  readonly #places = new Map<CaptureTemplate, number>();

  /** @param arena where the records lie @param width cells of a row @param window milliseconds since 1970, without its end */
  constructor(arena: Arena, width: number, window: { readonly from: number; readonly to: number }) {
    this.cells = new RowCells(width, { arena });
    this.#arena = arena;
    this.#window = window;
    const hashes = arena.integers(2 * MOST_RECORDS);
    this.records = {
      count: 0,
      times: arena.numbers(MOST_RECORDS),
      rows: arena.integers(MOST_RECORDS),
      eventStarts: arena.integers(MOST_RECORDS),
      eventEnds: arena.integers(MOST_RECORDS),
      eventHashes: new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length),
    };
  }

  /**
   * Reads records from `at` on, up to the first of any other form, which is left as it is, or to as many as there is room
   * for.
   *
   * @param bytes UTF-8 @param end behind the line end of the last record
   */
  scan(bytes: Buffer, end: number, form: CaptureTemplate): void {
    const { cells, records } = this;
    const { kernel } = this.#arena;
    const place = this.#placeOf(form);
    kernel.captureAt.value = this.at;
    kernel.captureLine.value = this.line;
    kernel.captureRows.value = cells.rows;
    kernel.captureRecords.value = 0;
    const { times, rows, eventStarts, eventEnds, eventHashes } = records;
    kernel.captureRecordsInto(
      MOST_RECORDS,
      times.byteOffset,
      rows.byteOffset,
      eventStarts.byteOffset,
      eventEnds.byteOffset,
      eventHashes.byteOffset,
    );
    const { from, to } = this.#window;
    for (;;) {
      const { starts, ends, lines, width, capacity } = cells;
      kernel.captureInto(width, capacity, starts.byteOffset, ends.byteOffset, lines.byteOffset);
      if (kernel.captureScan(bytes.byteOffset, end, place, from, to) === 0) break;
      cells.rows = kernel.captureRows.value;
      cells.grow();
    }
    records.count = kernel.captureRecords.value;
    this.at = kernel.captureAt.value;
    this.line = kernel.captureLine.value;
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
