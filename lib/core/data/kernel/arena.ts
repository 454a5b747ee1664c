/**
 * Memory that the kernel reaches, for one who uses it at a time: a reader for as long as it is open, anybody else within
 * one call. A window of bytes grows at its beginning, arrays are taken from its end. Nothing is given back singly.
 */
import { type Kernel, kernelOver } from './kernel.ts';

/** Address space: memory that is not written to is none. Twice the longest row, and arrays for the most cells of a batch, fit. */
const PAGES = 2048;
const PAGE = 64 * 1024;
/** Below it lie the kernel's own constants. */
const FIRST = 4096;
/** The kernel reads so many bytes, or writes so many, beyond what it is given. */
export const SLACK = 96;
/** What `room` is at least. */
const LEAST_ROOM = 512 * 1024;
/** Arenas that wait for the next one who needs one. */
const MOST_IDLE = 4;

interface Home {
  buffer: ArrayBuffer;
  kernel: Kernel;
}

const idle: Home[] = [];

export class Arena {
  readonly kernel: Kernel;
  readonly #home: Home;
  #window = FIRST;
  #arrays = PAGES * PAGE;
  #released = false;
  readonly #endings: (() => void)[] = [];

  constructor(home: Home) {
    this.#home = home;
    this.kernel = home.kernel;
  }

  /** So many bytes, at the same place each time: what was there before stays. */
  window(bytes: number): Buffer {
    this.#window = FIRST + bytes + SLACK;
    this.#check();
    return Buffer.from(this.#home.buffer, FIRST, bytes);
  }

  numbers(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#home.buffer, this.#take(8 * length), length);
  }

  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#home.buffer, this.#take(4 * length), length);
  }

  octets(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#home.buffer, this.#take(length), length);
  }

  /** Whether it lies here. */
  owns(array: { readonly buffer: ArrayBufferLike }): boolean {
    return array.buffer === this.#home.buffer;
  }

  /** Arrays that are taken within the call are given back. */
  during<T>(use: () => T): T {
    const before = this.#arrays;
    try {
      return use();
    } finally {
      this.#arrays = before;
    }
  }

  /** The place of values here, of a copy where they lie elsewhere. */
  placeOf(values: Float64Array | Int32Array, rows: number): number {
    if (this.owns(values)) return values.byteOffset;
    const copied = values instanceof Float64Array ? this.numbers(rows) : this.integers(rows);
    copied.set(values.subarray(0, rows));
    return copied.byteOffset;
  }

  /** Calls before it is let go, while what lies in it is still there. */
  beforeRelease(ending: () => void): void {
    this.#endings.push(ending);
  }

  /** Lets the next one have it: whatever lies in it is gone. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    for (const ending of this.#endings) ending();
    if (idle.length < MOST_IDLE) idle.push(this.#home);
  }

  #take(bytes: number): number {
    this.#arrays -= bytes + SLACK;
    this.#check();
    this.#arrays &= ~15;
    return this.#arrays;
  }

  #check(): void {
    if (this.#window > this.#arrays)
      throw new Error('rows need more memory than the engine has: a limit is set too high');
  }
}

/** Bytes for batch after batch, half as many again as before at least: what was there before is not given back. */
export function room(arena: Arena, bytes: number, before = 0): Buffer {
  const { buffer, byteOffset, length } = arena.octets(Math.max(LEAST_ROOM, bytes, Math.ceil(1.5 * before)));
  return Buffer.from(buffer, byteOffset, length);
}

export function takeArena(): Arena {
  const waiting = idle.pop();
  if (waiting) return new Arena(waiting);
  const memory = new WebAssembly.Memory({ initial: PAGES });
  return new Arena({ buffer: memory.buffer, kernel: kernelOver(memory) });
}

/** Calls with an arena: what is taken of it within the call is given back. @param arena one that is there, else any */
export function withArena<T>(arena: Arena | undefined, use: (arena: Arena) => T): T {
  if (arena) return arena.during(() => use(arena));
  const other = takeArena();
  try {
    return use(other);
  } finally {
    other.release();
  }
}
