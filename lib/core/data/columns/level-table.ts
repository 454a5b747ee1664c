/**
 * Texts as small numbers, looked up by their bytes: a cell that was seen before costs no text. Open addressing, linear
 * probing; ids count up in order of first sight.
 */

import { mix } from './mix.ts';

/** A table that never fills beyond half. */
const LEAST_SLOTS = 256;
const FREE = -1;

export class LevelTable {
  size = 0;
  /** The 64-bit hash of each text, in two halves: equal for equal bytes, in every table. */
  hashes1 = new Int32Array(LEAST_SLOTS / 2);
  hashes2 = new Int32Array(LEAST_SLOTS / 2);
  /** Text `id` is `arena[offsets[id] .. offsets[id + 1])`. */
  #offsets = new Int32Array(LEAST_SLOTS / 2 + 1);
  #arena = Buffer.allocUnsafeSlow(4096);
  #slots = new Int32Array(LEAST_SLOTS).fill(FREE);

  /** The id of a text, a new one at first sight. @param bytes UTF-8 */
  idOf(bytes: Buffer, start: number, end: number): number {
    // FNV-1a (Fowler, Noll, Vo).
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = mix(hash ^ (end - start));
    const slots = this.#slots;
    const hashes = this.hashes1;
    const offsets = this.#offsets;
    const arena = this.#arena;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let id = slots[slot] ?? FREE; id !== FREE; id = slots[slot] ?? FREE) {
      if (hashes[id] === hash) {
        let place = offsets[id] ?? 0;
        if ((offsets[id + 1] ?? 0) - place === end - start) {
          let at = start;
          while (at < end && bytes[at] === arena[place]) {
            at += 1;
            place += 1;
          }
          if (at === end) return id;
        }
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, start, end, hash, slot);
  }

  idOfText(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    return this.idOf(bytes, 0, bytes.length);
  }

  isAscii(id: number): boolean {
    const end = this.#offsets[id + 1] ?? 0;
    for (let at = this.#offsets[id] ?? 0; at < end; at++) if ((this.#arena[at] ?? 0) > 0x7f) return false;
    return true;
  }

  textOf(id: number): string {
    return this.#arena.toString('utf8', this.#offsets[id], this.#offsets[id + 1]);
  }

  /** Lets go of texts. @param ids those that stay, rising: they are numbered anew in this order */
  keep(ids: ArrayLike<number>): void {
    const [arena, offsets, hashes1, hashes2] = [this.#arena, this.#offsets, this.hashes1, this.hashes2];
    this.size = 0;
    this.#slots.fill(FREE);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const from = offsets[id] ?? 0;
      const to = offsets[id + 1] ?? 0;
      const start = offsets[this.size] ?? 0;
      arena.copyWithin(start, from, to);
      offsets[this.size + 1] = start + to - from;
      hashes1[this.size] = hashes1[id] ?? 0;
      hashes2[this.size] = hashes2[id] ?? 0;
      let slot = (hashes1[this.size] ?? 0) & mask;
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & mask;
      this.#slots[slot] = this.size;
      this.size += 1;
    }
  }

  #add(bytes: Buffer, start: number, end: number, hash: number, slot: number): number {
    const id = this.size;
    if (id === this.hashes1.length) {
      this.#grow();
      return this.idOf(bytes, start, end);
    }
    const from = this.#offsets[id] ?? 0;
    const to = from + end - start;
    if (to > this.#arena.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(to, 2 * this.#arena.length));
      this.#arena.copy(larger, 0, 0, from);
      this.#arena = larger;
    }
    bytes.copy(this.#arena, from, start, end);
    this.#offsets[id + 1] = to;
    this.hashes1[id] = hash;
    this.hashes2[id] = otherHash(bytes, start, end);
    this.#slots[slot] = id;
    this.size += 1;
    return id;
  }

  #grow(): void {
    this.hashes1 = doubled(this.hashes1, 0);
    this.hashes2 = doubled(this.hashes2, 0);
    this.#offsets = doubled(this.#offsets, 1);
    this.#slots = new Int32Array(2 * this.#slots.length).fill(FREE);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = (this.hashes1[id] ?? 0) & mask;
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

/** @param more entries beside the doubled ones */
function doubled(array: Int32Array<ArrayBuffer>, more: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * (array.length - more) + more);
  larger.set(array);
  return larger;
}

/** The half of the hash that is not looked up by: FNV-1a's loop with another multiplier. */
function otherHash(bytes: Buffer, start: number, end: number): number {
  let hash = 0x2c1b3c6d | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x5bd1e995);
  return mix(hash + (end - start));
}
