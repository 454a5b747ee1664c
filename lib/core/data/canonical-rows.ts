/**
 * Rows as bytes that are equal exactly when the rows are: cells as netstrings (length in bytes of UTF-8, colon, cell),
 * features in the order of their names, then target, then id. Line ends within a cell are LF.
 *
 * Cells are canonical: numbers, times, booleans, labels and ids without white space around them but otherwise as they were
 * written; categories and texts as they are; what is missing is empty. So a row's bytes depend neither on quoting,
 * delimiter and line ends of the file nor on the order of its columns, and as every row has as many netstrings as the
 * schema says, rows side by side have one reading only.
 */
import type { DatasetSchema } from '../contracts/schema.ts';
import type { CellBatch } from './cell-batch.ts';
import { cellText } from './cell-text.ts';
import { type KernelCells, roomOf, withKernelCells } from './columns/kernel-cells.ts';
import type { TypedReader, TypedRows } from './columns/typed-rows.ts';
import { type Arena, room, SLACK, takeArena } from './kernel/arena.ts';

export interface CanonicalRows {
  readonly rows: number;
  readonly bytes: Buffer;
  /** Behind each row. */
  readonly ends: Int32Array;
  /** Behind the features of each row. */
  readonly featureEnds: Int32Array;
  /** Cell `c` of row `r` is `bytes[starts[r * width + c] .. stops[r * width + c])`: features in contract order, target, id. */
  readonly width: number;
  readonly starts: Int32Array;
  readonly stops: Int32Array;
  /** By column: 1 where all its cells are numbers or times, which hold nothing that must be quoted. */
  readonly isPlain: Uint8Array;
  /** Where all of this lies. */
  readonly arena: Arena;
}

export interface CanonicalWriter {
  /** Of the kept rows of a batch; valid until the next call. */
  rows(typed: TypedRows): CanonicalRows;
  /** Lets go of its memory. */
  release(): void;
}

/** How the kernel reads a column: as kernel/assembly/canonical.ts numbers them. */
const KINDS = { number: 0, text: 1, trimmed: 2, id: 3 } as const;
/** A column as the kernel reads it. */
const COLUMN = 4;
/** Bytes of a netstring beside its cell, at most. */
const AROUND = 8;

/** Indices of the columns, by name (UTF-16 code units). */
export function nameOrder({ columns }: DatasetSchema): number[] {
  return columns
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ index }) => index);
}

/** Memory for a batch. */
type Memory = Pick<CanonicalRows, 'arena' | 'bytes' | 'ends' | 'featureEnds' | 'starts' | 'stops'>;

/** Also for batches that the kernel does not reach: they are copied to where it does. */
export function canonicalRows(
  schema: DatasetSchema,
  { positions, levels }: Pick<TypedReader, 'positions' | 'levels'>,
  idAt: number | undefined,
): CanonicalWriter {
  const features = schema.columns.length;
  const places = [...positions, ...(idAt === undefined ? [] : [idAt])];
  const width = places.length;
  const order = [...nameOrder(schema), features, ...(idAt === undefined ? [] : [features + 1])];
  const kinds = places.map((_, column) => {
    if (column > features) return KINDS.id;
    const reader = levels[column];
    return reader ? (reader.keepsSpace ? KINDS.text : KINDS.trimmed) : KINDS.number;
  });
  const isPlain = Uint8Array.from(kinds, (kind) => (kind === KINDS.number ? 1 : 0));
  let own: Arena | undefined;
  let memory: Memory | undefined;

  function ownArena(): Arena {
    own ??= takeArena();
    return own;
  }

  function reserve(arena: Arena, bytes: number, rows: number): Memory {
    if (memory?.arena === arena && memory.bytes.length >= bytes && memory.ends.length >= rows) return memory;
    const same = memory?.arena === arena ? memory : undefined;
    const fits = same && same.ends.length >= rows;
    memory = {
      arena,
      bytes: same && same.bytes.length >= bytes ? same.bytes : room(arena, bytes, same?.bytes.length),
      ends: fits ? same.ends : arena.integers(rows),
      featureEnds: fits ? same.featureEnds : arena.integers(rows),
      starts: fits ? same.starts : arena.integers(rows * width),
      stops: fits ? same.stops : arena.integers(rows * width),
    };
    return memory;
  }

  /** The columns in the order they are written, for the kernel. */
  function table({ numbers, levels: ids, rows }: TypedRows, arena: Arena): number {
    const columns = arena.integers(COLUMN * width);
    order.forEach((column, i) => {
      const values = numbers[column] ?? ids[column];
      columns.set(
        [places[column] ?? 0, column, kinds[column] ?? 0, values ? arena.placeOf(values, rows) : 0],
        COLUMN * i,
      );
    });
    return columns.byteOffset;
  }

  /** A cell that is not written as it stands. @returns where it ends */
  function writeOdd(typed: TypedRows, row: number, i: number, at: number, { bytes, starts, stops }: Memory): number {
    const column = order[i] ?? 0;
    const slot = (typed.kept[row] ?? 0) * typed.batch.width + (places[column] ?? 0);
    const text = canonicalText(typed, slot, kinds[column] === KINDS.text);
    const length = Buffer.byteLength(text);
    const start = at + bytes.write(`${length}:`, at, 'latin1');
    const stop = start + length;
    // There is room for cells as they stand, and none is longer in its canonical form.
    if (bytes.write(text, start, 'utf8') !== length) throw new Error(`no room for a cell of ${length} bytes`);
    starts[row * width + column] = start;
    stops[row * width + column] = stop;
    return stop;
  }

  function writeAll(typed: TypedRows, cells: KernelCells, into: Memory): void {
    const { kernel } = cells.arena;
    const kept = cells.arena.integers(typed.rows);
    kept.set(typed.kept.subarray(0, typed.rows));
    const columns = table(typed, cells.arena);
    kernel.canonicalRow.value = 0;
    kernel.canonicalCell.value = 0;
    kernel.canonicalBytes.value = 0;
    while (
      kernel.writeCanonical(
        cells.bytes,
        cells.starts,
        cells.ends,
        typed.batch.width,
        kept.byteOffset,
        typed.rows,
        columns,
        width,
        features,
        into.bytes.byteOffset,
        into.starts.byteOffset,
        into.stops.byteOffset,
        into.ends.byteOffset,
        into.featureEnds.byteOffset,
      )
    ) {
      const [row, cell] = [kernel.canonicalRow.value, kernel.canonicalCell.value];
      kernel.canonicalBytes.value = writeOdd(typed, row, cell, kernel.canonicalBytes.value, into);
      kernel.canonicalCell.value = cell + 1;
    }
  }

  return {
    rows(typed) {
      const { batch, rows } = typed;
      const arena = batch.arena ?? ownArena();
      const most = Math.max(rows, roomOf(batch));
      const into = reserve(arena, cellBytesOf(batch) + AROUND * width * most + SLACK, most);
      withKernelCells(batch, (cells) => writeAll(typed, cells, into), arena);
      return { ...into, rows, width, isPlain };
    },
    release: () => own?.release(),
  };
}

function cellBytesOf({ arena, starts, ends, rows, width }: CellBatch): number {
  const cells = rows * width;
  if (arena) return arena.kernel.cellBytes(starts.byteOffset, ends.byteOffset, cells);
  let sum = 0;
  for (let slot = 0; slot < cells; slot++) {
    const end = ends[slot] ?? 0;
    sum += (end < 0 ? ~end : end) - (starts[slot] ?? 0);
  }
  return sum;
}

function canonicalText({ batch }: TypedRows, slot: number, keep: boolean): string {
  const text = cellText(batch, slot);
  return (keep ? text : text.trim()).replace(/\r\n?/g, '\n');
}
