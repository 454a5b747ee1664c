/** The levels of a column that come again and again, where the kernel finds them by the bytes of their short texts. */
import type { Arena } from '../kernel/arena.ts';
import type { KernelCells } from './kernel-cells.ts';

/** Bytes of a place: see assembly/levels.ts. */
const PLACE = 40;
const MOST_PLACES = 4096;
/** Fewer are not worth it. */
const LEAST_PLACES = 64;
/** Bytes of the caches of all columns of a file. */
const BYTES_IN_ALL = 4 * 1024 * 1024;

export class LevelCache {
  readonly #arena: Arena;
  readonly #memory: Uint8Array;
  readonly #places: number;

  private constructor(arena: Arena, places: number) {
    this.#arena = arena;
    this.#places = places;
    this.#memory = arena.octets(PLACE * places);
    this.clear();
  }

  /** @param columns that share the memory @returns undefined when there are too many */
  static of(arena: Arena, columns: number): LevelCache | undefined {
    const most = Math.min(MOST_PLACES, BYTES_IN_ALL / PLACE / columns);
    const places = 2 ** Math.floor(Math.log2(most));
    return places < LEAST_PLACES ? undefined : new LevelCache(arena, places);
  }

  /** Whether rows of the cells can be looked up here, and what is found be written. */
  serves({ arena }: KernelCells, out: Int32Array): boolean {
    return arena === this.#arena && arena.owns(out);
  }

  /**
   * Writes the levels that are known.
   *
   * @param size rows and columns of the batch, and the column's position
   * @param required whether an empty cell has to be looked at; else it is `MISSING`
   * @returns how many rows are not known: the first of `cells.open`
   */
  read(
    { bytes, starts, ends, open }: KernelCells,
    { rows, width, position }: { rows: number; width: number; position: number },
    required: boolean,
    out: Int32Array,
  ): number {
    const { kernel } = this.#arena;
    const cache = this.#memory.byteOffset;
    return kernel.readLevels(
      bytes,
      starts,
      ends,
      rows,
      width,
      position,
      cache,
      this.#places,
      Number(required),
      out.byteOffset,
      open.byteOffset,
    );
  }

  /** Takes a text in; a long one is left out. @param start in the bytes of the batch */
  keep({ bytes }: KernelCells, start: number, end: number, level: number): void {
    this.#arena.kernel.keepLevel(bytes + start, end - start, level, this.#memory.byteOffset, this.#places);
  }

  /** When levels are numbered anew. */
  clear(): void {
    this.#memory.fill(0);
  }
}
