/**
 * Values that came before, told by 64-bit hashes in bounded memory. Two different values have the same hash with
 * probability 2^-64, so among ten million one wrong answer is less likely than 3 in a million.
 */
import { mix } from './columns/mix.ts';
import { hashSet } from './hash-set.ts';

/** 32 MiB of hashes a column, at most three quarters full. */
const MOST_SLOTS = 2 ** 22;
const FIRST_SLOTS = 2 ** 10;

export interface Repeats {
  /** Whether an equal value was added, or is known. */
  has(value: string): boolean;
  add(value: string): void;
  /** One in so many different values is looked at; 1: all are. */
  readonly every: number;
  /** Of the values that are looked at, in no order. */
  hashes(): BigUint64Array<ArrayBuffer>;
}

/**
 * When the table is full, only hashes divisible by 2, then by 4, ... are kept and looked at: of those values every
 * repetition is found, of the others none.
 *
 * @param known hashes of values that came before the first
 */
export function repeats(mostSlots = MOST_SLOTS, known: BigUint64Array<ArrayBuffer> = new BigUint64Array()): Repeats {
  let every = 1;
  let table = hashSet(FIRST_SLOTS);
  const hash = new Uint32Array(2);
  let hashed: string | undefined;

  /** A value is mostly looked for and then added. */
  function hashOf(value: string): Uint32Array {
    if (value !== hashed) hash64(value, hash);
    hashed = value;
    return hash;
  }

  function putAll(hashes: BigUint64Array<ArrayBuffer>): void {
    const halves = new Uint32Array(hashes.buffer, hashes.byteOffset, 2 * hashes.length);
    for (let i = 0; i < halves.length; i += 2) put(halves[i] ?? 0, halves[i + 1] ?? 0);
  }

  function put(low: number, high: number): void {
    if (low % every !== 0) return;
    makeRoom();
    if (low % every === 0) table.add(low, high);
  }

  function makeRoom(): void {
    if (table.size < table.slots * 0.75) return;
    const full = table.slots >= mostSlots;
    if (full) every *= 2;
    const old = table;
    table = hashSet(full ? old.slots : 2 * old.slots);
    putAll(old.hashes());
  }

  putAll(known);
  return {
    has(value) {
      const [low = 0, high = 0] = hashOf(value);
      return low % every === 0 && table.has(low, high);
    },
    add(value) {
      const [low = 0, high = 0] = hashOf(value);
      put(low, high);
    },
    get every() {
      return every;
    },
    hashes: () => table.hashes(),
  };
}

/** Two lanes of MurmurHash3 (x86, 32 bit; A. Appleby, 2011) with different seeds, over UTF-16 code units. */
function hash64(text: string, into: Uint32Array): void {
  let [a, b] = [0x9747b28c, 0x3c6ef372];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = mixed(a, unit, 0xcc9e2d51, 0x1b873593);
    b = mixed(b, unit, 0x239b961b, 0xab0e9789);
  }
  into[0] = mix(a ^ text.length);
  into[1] = mix(b ^ text.length);
  // Two zeros are an empty slot.
  if (into[0] === 0 && into[1] === 0) into[1] = 1;
}

function mixed(hash: number, unit: number, c1: number, c2: number): number {
  const k = Math.imul(unit, c1);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), c2);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
