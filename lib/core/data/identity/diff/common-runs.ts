/**
 * What two sequences have in common, in order. First what both have exactly once (patience diff, B. Cohen), and between
 * such places the shortest edit script (E. Myers 1986, "An O(ND) difference algorithm"), as long as it is short.
 */

/** `a[at.a + i] === b[at.b + i]` for the whole length. Runs rise in both. */
export interface CommonRun {
  a: number;
  b: number;
  length: number;
}

/** Longer edit scripts are not looked for: what lies between two places is then replaced as a whole. */
const MOST_EDITS = 1000;

export interface Gap {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

export function commonRuns(a: Int32Array, b: Int32Array): CommonRun[] {
  const runs: CommonRun[] = [];
  const open: Gap[] = [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
  for (let gap = open.pop(); gap; gap = open.pop()) {
    const { inner, ends } = trimmed(a, b, gap);
    runs.push(...ends);
    if (inner.fromA === inner.toA || inner.fromB === inner.toB) continue;
    const places = onceInBoth(a, b, inner);
    if (places.length === 0) runs.push(...shortestScript(a, b, inner));
    else for (const gap of between(inner, places)) open.push(gap);
    for (const [x, y] of places) runs.push({ a: x, b: y, length: 1 });
  }
  return joined(runs);
}

/** Takes equal beginnings and ends off. */
function trimmed(a: Int32Array, b: Int32Array, { fromA, toA, fromB, toB }: Gap): { inner: Gap; ends: CommonRun[] } {
  const most = Math.min(toA - fromA, toB - fromB);
  let head = 0;
  while (head < most && a[fromA + head] === b[fromB + head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[toA - 1 - tail] === b[toB - 1 - tail]) tail += 1;
  return {
    inner: { fromA: fromA + head, toA: toA - tail, fromB: fromB + head, toB: toB - tail },
    ends: [
      { a: fromA, b: fromB, length: head },
      { a: toA - tail, b: toB - tail, length: tail },
    ].filter(({ length }) => length > 0),
  };
}

/** Places of what stands exactly once on each side, as many as rise in both. */
function onceInBoth(a: Int32Array, b: Int32Array, { fromA, toA, fromB, toB }: Gap): [number, number][] {
  const REPEATED = -1;
  const inA = new Map<number, number>();
  for (let i = fromA; i < toA; i++) inA.set(a[i] as number, inA.has(a[i] as number) ? REPEATED : i);
  const inB = new Map<number, number>();
  for (let i = fromB; i < toB; i++) {
    const at = inA.get(b[i] as number);
    if (at !== undefined && at !== REPEATED) inB.set(b[i] as number, inB.has(b[i] as number) ? REPEATED : i);
  }
  const pairs: [number, number][] = [];
  for (const [value, place] of inB) if (place !== REPEATED) pairs.push([inA.get(value) as number, place]);
  pairs.sort(([, x], [, y]) => x - y);
  return risingIndices(pairs.map(([x]) => x)).map((index) => pairs[index] as [number, number]);
}

/** Indices of a longest strictly rising subsequence (patience sorting, n log n). */
export function risingIndices(values: ArrayLike<number>): number[] {
  const ends: number[] = [];
  const before = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = i;
  }
  const found: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) found.push(i);
  return found.reverse();
}

function* between({ fromA, toA, fromB, toB }: Gap, places: readonly (readonly [number, number])[]): Generator<Gap> {
  let [a, b] = [fromA, fromB];
  for (const [x, y] of [...places, [toA, toB] as const]) {
    if (x > a && y > b) yield { fromA: a, toA: x, fromB: b, toB: y };
    [a, b] = [x + 1, y + 1];
  }
}

/** Empty when it would take more than `MOST_EDITS`. */
function shortestScript(a: Int32Array, b: Int32Array, { fromA, toA, fromB, toB }: Gap): CommonRun[] {
  const [n, m] = [toA - fromA, toB - fromB];
  const most = Math.min(n + m, MOST_EDITS);
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(furthest, offset + k - 1) < at(furthest, offset + k + 1));
      let x = down ? at(furthest, offset + k + 1) : at(furthest, offset + k - 1) + 1;
      while (x < n && x - k < m && a[fromA + x] === b[fromB + x - k]) x += 1;
      furthest[offset + k] = x;
      if (x >= n && x - k >= m)
        return backwards(trace, n, m).map((run) => ({ ...run, a: run.a + fromA, b: run.b + fromB }));
    }
  }
  return [];
}

/** @param trace `trace[d][k + d + 1]`: how far diagonal k had come before edit d */
function backwards(trace: readonly Int32Array[], n: number, m: number): CommonRun[] {
  const runs: CommonRun[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits] as Int32Array;
    const k = x - y;
    const down = k === -edits || (k !== edits && at(before, k - 1 + edits + 1) < at(before, k + 1 + edits + 1));
    const from = edits === 0 ? 0 : at(before, (down ? k + 1 : k - 1) + edits + 1);
    const start = edits === 0 ? 0 : down ? from : from + 1;
    if (x > start) runs.push({ a: start, b: start - k, length: x - start });
    x = from;
    y = edits === 0 ? 0 : from - (down ? k + 1 : k - 1);
  }
  return runs;
}

const at = (values: Int32Array, index: number): number => values[index] as number;

/** A place where two sequences differ: `fromA .. toA` on one side stands for `fromB .. toB` on the other. */
export function gapsOf(runs: readonly CommonRun[], lengthA: number, lengthB: number): Gap[] {
  const gaps: Gap[] = [];
  let [a, b] = [0, 0];
  for (const run of [...runs, { a: lengthA, b: lengthB, length: 0 }]) {
    if (run.a > a || run.b > b) gaps.push({ fromA: a, toA: run.a, fromB: b, toB: run.b });
    [a, b] = [run.a + run.length, run.b + run.length];
  }
  return gaps;
}

/** In order, neighbours as one. */
function joined(runs: CommonRun[]): CommonRun[] {
  const all: CommonRun[] = [];
  for (const run of runs.sort((x, y) => x.a - y.a)) {
    const last = all.at(-1);
    if (last && last.a + last.length === run.a && last.b + last.length === run.b) last.length += run.length;
    else all.push({ ...run });
  }
  return all;
}
