/** Which row of one side is which row of the other. */
import { type CommonRun, commonRuns, type Gap, gapsOf, risingIndices } from './common-runs.ts';
import type { RowIndex } from './row-index.ts';

export interface MatchedRows {
  equal: number;
  /** Pairs of rows [before, after], in the order of `after`. */
  changed: (readonly [number, number])[];
  added: number[];
  removed: number[];
  /** Matched rows that stand in another order. */
  moved: number;
  /** Where the sequences differ. */
  gaps: Gap[];
}

/** By key where there is one: of several rows with one key the first goes with the first. Else by order. */
export function matchRows(before: RowIndex, after: RowIndex, keyed: boolean): MatchedRows {
  const runs = commonRuns(before.rows, after.rows);
  const gaps = gapsOf(runs, before.rows.length, after.rows.length);
  return { ...(keyed ? byKey(before, after) : byOrder(before, after, runs, gaps)), gaps };
}

type Matched = Omit<MatchedRows, 'gaps'>;

function byKey(before: RowIndex, after: RowIndex): Matched {
  const waiting = queues(before.keys, before.keys.keys());
  const partner = new Int32Array(before.rows.length).fill(-1);
  const order: number[] = [];
  const changed: [number, number][] = [];
  const added: number[] = [];
  for (let row = 0; row < after.rows.length; row++) {
    const found = waiting.take(after.keys[row] as number);
    if (found === undefined) added.push(row);
    else {
      partner[found] = row;
      order.push(found);
      if (before.rows[found] !== after.rows[row]) changed.push([found, row]);
    }
  }
  return {
    equal: order.length - changed.length,
    changed,
    added,
    removed: [...partner.keys()].filter((row) => partner[row] === -1),
    moved: order.length - risingIndices(order).length,
  };
}

/** What is not in the common sequence but on both sides has moved; what is left over in one place goes together in order. */
function byOrder(before: RowIndex, after: RowIndex, runs: readonly CommonRun[], gaps: readonly Gap[]): Matched {
  const waiting = queues(before.rows, rowsIn(gaps, 'fromA', 'toA'));
  const movedAfter = new Set<number>();
  const movedBefore = new Set<number>();
  for (const row of rowsIn(gaps, 'fromB', 'toB')) {
    const found = waiting.take(after.rows[row] as number);
    if (found === undefined) continue;
    movedAfter.add(row);
    movedBefore.add(found);
  }
  const changed: [number, number][] = [];
  const added: number[] = [];
  const removed: number[] = [];
  for (const { fromA, toA, fromB, toB } of gaps) {
    const a = range(fromA, toA).filter((row) => !movedBefore.has(row));
    const b = range(fromB, toB).filter((row) => !movedAfter.has(row));
    const pairs = Math.min(a.length, b.length);
    for (let i = 0; i < pairs; i++) changed.push([a[i] as number, b[i] as number]);
    for (const row of a.slice(pairs)) removed.push(row);
    for (const row of b.slice(pairs)) added.push(row);
  }
  const inOrder = runs.reduce((sum, { length }) => sum + length, 0);
  return { equal: inOrder + movedAfter.size, changed, added, removed, moved: movedAfter.size };
}

/** Rows by their number, first come first served. */
function queues(numbers: Int32Array, rows: Iterable<number>): { take(number: number): number | undefined } {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  const next = new Map<number, number>();
  for (const row of rows) {
    const number = numbers[row] as number;
    const behind = last.get(number);
    if (behind === undefined) first.set(number, row);
    else next.set(behind, row);
    last.set(number, row);
  }
  return {
    take(number) {
      const row = first.get(number);
      if (row === undefined) return undefined;
      const following = next.get(row);
      if (following === undefined) first.delete(number);
      else first.set(number, following);
      return row;
    },
  };
}

function* rowsIn(gaps: readonly Gap[], from: 'fromA' | 'fromB', to: 'toA' | 'toB'): Generator<number> {
  for (const gap of gaps) for (let row = gap[from]; row < gap[to]; row++) yield row;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
