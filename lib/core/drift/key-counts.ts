/** Counts by a whole number, for keys that lie close together. */
export class KeyCounts {
  #first = 0;
  #counts = new Float64Array(0);

  add(key: number, count = 1): void {
    const at = key - this.#first;
    if (at >= 0 && at < this.#counts.length) this.#counts[at] = (this.#counts[at] as number) + count;
    else {
      this.#reach(key);
      this.add(key, count);
    }
  }

  /** [key, count] by ascending key; keys without a count are left out. */
  entries(): [number, number][] {
    const entries: [number, number][] = [];
    this.#counts.forEach((count, at) => {
      if (count > 0) entries.push([this.#first + at, count]);
    });
    return entries;
  }

  #reach(key: number): void {
    const length = this.#counts.length;
    const first = length === 0 ? key : Math.min(this.#first, key - length);
    const end = length === 0 ? key + 1 : Math.max(this.#first + length, key + length);
    const larger = new Float64Array(end - first);
    larger.set(this.#counts, length === 0 ? 0 : this.#first - first);
    this.#first = first;
    this.#counts = larger;
  }
}
