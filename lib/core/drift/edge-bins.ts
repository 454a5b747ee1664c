/** Finds the bin of a value among ascending edges, for values that come by the million. */
import { upperBits } from './float-bits.ts';

/** Cells in front of the edges: most values need a step or two from there. */
const CELLS = 1024;

/** Which cell a value lies in: by its size, or by its bits, which is by its logarithm. */
interface Grid {
  byBits: boolean;
  first: number;
  /** Cells to one of size; or by how many bits is shifted. */
  scale: number;
}

/** What `EdgeBins` goes by. */
export interface EdgeTable extends Readonly<Grid> {
  readonly edges: Float64Array;
  /** How many edges lie in the cells before each one. */
  readonly before: Int32Array;
}

export class EdgeBins {
  readonly table: EdgeTable;

  constructor(edges: readonly number[]) {
    // What comes of most values: steps of a search among the edges of their cell. Each edge stands for as many values.
    const [best] = [sizeGrid(edges), bitGrid(edges)]
      .map((grid) => ({ grid, before: countsBefore(edges, grid) }))
      .map(({ grid, before }) => ({ grid, before, steps: stepsOf(before) }))
      .sort((a, b) => a.steps - b.steps);
    const { grid, before } = best as NonNullable<typeof best>;
    this.table = { ...grid, edges: Float64Array.from(edges), before };
  }

  /** How many edges are at or below the value, which is the index of its bin. @param upper its `upperBits` */
  binOf(value: number, upper: number): number {
    const { edges, before, byBits, first, scale } = this.table;
    const place = byBits ? (upper - first) >> scale : (value - first) * scale;
    const cell = place > 0 ? (place < CELLS ? place | 0 : CELLS - 1) : 0;
    let bin = before[cell] as number;
    let high = before[cell + 1] as number;
    while (high - bin > 2) {
      const middle = (bin + high) >> 1;
      if ((edges[middle] as number) <= value) bin = middle + 1;
      else high = middle;
    }
    // Cells end where rounding puts them, so the last steps go by the edges.
    while (bin < edges.length && (edges[bin] as number) <= value) bin += 1;
    while (bin > 0 && (edges[bin - 1] as number) > value) bin -= 1;
    return bin;
  }
}

/** Without a width (no edge, one, or so far apart that it is infinite) all are in the first cell. */
function sizeGrid(edges: readonly number[]): Grid {
  const first = edges[0] ?? 0;
  const width = (edges.at(-1) ?? 0) - first;
  return { byBits: false, first, scale: width > 0 && Number.isFinite(CELLS / width) ? CELLS / width : 0 };
}

/** From the first edge above zero: the few before it are found by steps. */
function bitGrid(edges: readonly number[]): Grid {
  const first = upperBits(edges.find((edge) => edge > 0) ?? 0);
  const width = Math.max(0, upperBits(edges.at(-1) ?? 0) - first);
  return { byBits: true, first, scale: Math.max(0, 32 - Math.clz32(Math.floor(width / CELLS))) };
}

/** Of each cell, and behind the last. */
function countsBefore(edges: readonly number[], { byBits, first, scale }: Grid): Int32Array {
  const before = new Int32Array(CELLS + 1);
  for (const edge of edges) {
    const place = byBits ? (edge > 0 ? (upperBits(edge) - first) >> scale : 0) : Math.floor((edge - first) * scale);
    const behind = Math.max(0, Math.min(CELLS - 1, place)) + 1;
    before[behind] = (before[behind] ?? 0) + 1;
  }
  for (let cell = 0; cell < CELLS; cell++) before[cell + 1] = (before[cell + 1] ?? 0) + (before[cell] ?? 0);
  return before;
}

function stepsOf(before: Int32Array): number {
  let steps = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const edges = (before[cell + 1] ?? 0) - (before[cell] ?? 0);
    steps += edges * Math.log2(1 + edges);
  }
  return steps;
}
