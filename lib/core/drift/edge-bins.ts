/** Finds the bin of a value among ascending edges, for values that come by the million. */

/** Cells of equal width in front of the edges: most values need one step from there. */
const CELLS = 1024;

export class EdgeBins {
  readonly #edges: Float64Array;
  readonly #first: number;
  readonly #scale: number;
  /** How many edges are at or below the beginning of each cell. */
  readonly #below: Int32Array;

  constructor(edges: readonly number[]) {
    this.#edges = Float64Array.from(edges);
    this.#first = edges[0] ?? 0;
    const width = (edges.at(-1) ?? 0) - this.#first;
    // Without a width (no edge, one, or so many that it is infinite) all values search among all edges.
    this.#scale = width > 0 && Number.isFinite(CELLS / width) ? CELLS / width : 0;
    this.#below = new Int32Array(CELLS + 1).fill(edges.length);
    if (this.#scale === 0) this.#below[0] = 0;
    else
      for (let cell = 0; cell <= CELLS; cell++)
        this.#below[cell] = countBelow(this.#edges, this.#first + cell / this.#scale, 0, edges.length);
  }

  /** How many edges are at or below the value, which is the index of its bin. */
  binOf(value: number): number {
    const edges = this.#edges;
    const place = (value - this.#first) * this.#scale;
    const cell = place > 0 ? (place < CELLS ? place | 0 : CELLS - 1) : 0;
    const low = this.#below[cell] as number;
    const high = this.#below[cell + 1] as number;
    let bin = high - low > 2 ? countBelow(edges, value, low, high) : low;
    // Cells end where rounding puts them, so the last steps go by the edges.
    while (bin < edges.length && (edges[bin] as number) <= value) bin += 1;
    while (bin > 0 && (edges[bin - 1] as number) > value) bin -= 1;
    return bin;
  }
}

function countBelow(edges: Float64Array, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
