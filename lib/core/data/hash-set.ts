/** A set of 64-bit hashes in two halves of 32 bits: open addressing with linear probing, 8 bytes a slot. */

export interface HashSet {
  readonly slots: number;
  readonly size: number;
  has(low: number, high: number): boolean;
  /** @returns whether it is new */
  add(low: number, high: number): boolean;
  /** In no order. */
  hashes(): BigUint64Array<ArrayBuffer>;
}

/** Never full: whoever adds looks at the size. Two zeros are a free slot, so no hash may be. @param slots a power of two */
export function hashSet(slots: number): HashSet {
  const table = new Uint32Array(2 * slots);
  const mask = slots - 1;
  let size = 0;

  /** Where it is, or would be. */
  function placeOf(low: number, high: number): number {
    for (let slot = high & mask; ; slot = (slot + 1) & mask) {
      const [a, b] = [table[2 * slot], table[2 * slot + 1]];
      if ((a === low && b === high) || (a === 0 && b === 0)) return 2 * slot;
    }
  }
  const isFree = (at: number): boolean => table[at] === 0 && table[at + 1] === 0;

  return {
    slots,
    get size() {
      return size;
    },
    has: (low, high) => !isFree(placeOf(low, high)),
    add(low, high) {
      const at = placeOf(low, high);
      if (!isFree(at)) return false;
      table[at] = low;
      table[at + 1] = high;
      size += 1;
      return true;
    },
    hashes() {
      const halves = new Uint32Array(2 * size);
      let to = 0;
      for (let at = 0; at < table.length; at += 2) {
        if (isFree(at)) continue;
        halves[to++] = table[at] ?? 0;
        halves[to++] = table[at + 1] ?? 0;
      }
      return new BigUint64Array(halves.buffer);
    },
  };
}
