/**
 * The values of a column, all of them up to a limit, beyond it a uniform sample of that size (reservoir sampling,
 * Vitter 1985, algorithm R). The generator begins with a fixed seed: equal data gives an equal sample.
 */
export interface ValueSample {
  add(value: number): void;
  /** Ascending. Shares no memory with the sample. */
  sorted(): Float64Array;
}

export function valueSample(limit: number): ValueSample {
  let values = new Float64Array(Math.min(limit, 1024));
  let seen = 0;
  let state = 0x9e3779b9;

  /** Mulberry32 (T. Ettinger): uniform on [0, 1). */
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    add(value) {
      if (seen < limit) {
        if (seen === values.length) {
          const larger = new Float64Array(Math.min(limit, values.length * 2));
          larger.set(values);
          values = larger;
        }
        values[seen] = value;
      } else {
        const place = Math.floor(random() * (seen + 1));
        if (place < limit) values[place] = value;
      }
      seen += 1;
    },
    sorted: () => values.slice(0, Math.min(seen, limit)).sort(),
  };
}
