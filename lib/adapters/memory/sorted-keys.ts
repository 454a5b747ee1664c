/** Keys of a bucket in byte order, as S3 lists them: what begins with a prefix is found without looking at the others. */
export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const at = this.#firstFrom(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.#firstFrom(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Those that begin with `prefix` and come after `startAfter`, as they are now. */
  *startingWith(prefix: string, startAfter = ''): Generator<string> {
    const begin = inByteOrder(startAfter, prefix) < 0 ? prefix : startAfter;
    for (const key of this.#keys.slice(this.#firstFrom(begin))) {
      if (!key.startsWith(prefix)) return;
      if (key !== startAfter) yield key;
    }
  }

  /** Place of the first key that is not before `key`. */
  #firstFrom(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inByteOrder(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
