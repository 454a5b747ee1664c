/**
 * What a range of a file means, for each state the automaton may be in at its first byte. Interpretations that have come
 * to the same row are followed together from there on, and one in which a row cannot be is given up: so a range costs
 * little more than one pass.
 */
import * as z from 'zod';
import { LINE_END, NEXT_STATE, ROW_BEGIN, ROW_END, type RowAutomaton, TEXT_AFTER_QUOTE } from './row-automaton.ts';

const count = z.number().int().nonnegative();

/** Places are bytes of the file; lines are counted from the range's first byte on, which is in line 0. */
const RowPlace = z.strictObject({ at: count, line: count });
export type RowPlace = z.infer<typeof RowPlace>;

/** A row under way at the range's end. `faulty`: it has text behind a closing quote. */
const OpenRow = z.strictObject({ ...RowPlace.shape, faulty: z.literal(true).optional() });
export type OpenRow = z.infer<typeof OpenRow>;

/** Why a file cannot be cut at its rows: one of them is longer than the limit, or has text behind a closing quote and several lines. */
const Obstacle = z.strictObject({
  why: z.enum(['too-long', 'text-after-quote']),
  /** `carried`: the row began before the range. */
  row: z.union([RowPlace, z.literal('carried')]),
});
type Obstacle = z.infer<typeof Obstacle>;

const Interpretation = z.strictObject({
  /** State behind the last byte. Meaningless behind an obstacle. */
  end: count,
  /** Rows that begin in the range. */
  rows: count,
  /** Line ends in the range. */
  lines: count,
  /** The first row that begins in the range. */
  first: RowPlace.optional(),
  /** Line of the last row that begins in the range. */
  last: count.optional(),
  /** Where the row begins that is under way at the range's end; absent when it began before the range, or there is none. */
  open: OpenRow.optional(),
  /** Where the row that came with the range ends. */
  carriedEnd: RowPlace.optional(),
  /** That row has text behind a closing quote, in this range. */
  carriedFaulty: z.literal(true).optional(),
  /** The first. */
  obstacle: Obstacle.optional(),
});
type Interpretation = z.infer<typeof Interpretation>;

/** One interpretation for each state at the range's first byte. As JSON. */
export const RangeSurvey = z.array(Interpretation);
export type RangeSurvey = z.infer<typeof RangeSurvey>;

export interface RangeSurveyor {
  /** The next bytes of the range. */
  add(bytes: Uint8Array): void;
  finish(): RangeSurvey;
}

/** Interpretations are compared after as many bytes. */
const STEP = 4096;

/** An interpretation under way. */
interface Lane extends Interpretation {
  begins: number;
  /** Where the row under way began; -1 when there is none, or it began before the range. */
  row: number;
  rowLine: number;
  /** It has text behind a closing quote. */
  faulty: boolean;
  /** Followed with another one since they met, with these to add to its counts. */
  joined?: { lane: Lane; rows: number; lines: number };
}

/** @param from the range's first byte @param longestRow bytes */
export function rangeSurveyor(automaton: RowAutomaton, from: number, longestRow: number): RangeSurveyor {
  const { table, betweenRows } = automaton;
  const lanes = Array.from({ length: automaton.states }, (_, state): Lane => {
    return { begins: state, end: state, rows: 0, lines: 0, row: -1, rowLine: 0, faulty: false };
  });
  let live = [...lanes];
  let at = from;

  /** Runs one interpretation over bytes of which the first is at `base`. */
  function run(lane: Lane, bytes: Uint8Array, base: number): void {
    let state = lane.end;
    for (let i = 0; i < bytes.length; i++) {
      const entry = table[(state << 8) | (bytes[i] ?? 0)] ?? 0;
      state = entry & NEXT_STATE;
      if (entry <= NEXT_STATE) continue;
      if (entry & ROW_BEGIN) {
        lane.row = base + i;
        lane.rowLine = lane.lines;
        lane.faulty = false;
        lane.rows += 1;
        lane.first ??= { at: base + i, line: lane.lines };
      }
      if (entry & TEXT_AFTER_QUOTE) lane.faulty = true;
      if (entry & ROW_END && !endRow(lane, base + i)) return;
      if (entry & LINE_END) lane.lines += 1;
    }
    lane.end = state;
    const begun = lane.row === -1 ? from : lane.row;
    if (!betweenRows.has(state) && base + bytes.length - begun > longestRow) stop(lane, 'too-long');
    else if (lane.faulty && lane.row === -1) lane.carriedFaulty = true;
  }

  function endRow(lane: Lane, end: number): boolean {
    if (lane.row === -1) {
      lane.carriedEnd = { at: end, line: lane.lines };
      if (lane.faulty) lane.carriedFaulty = true;
    }
    const lasted = end - (lane.row === -1 ? from : lane.row);
    if (lasted > longestRow) stop(lane, 'too-long');
    else if (lane.faulty && lane.lines > lane.rowLine) stop(lane, 'text-after-quote');
    lane.row = -1;
    lane.faulty = false;
    return lane.obstacle === undefined;
  }

  function stop(lane: Lane, why: Obstacle['why']): void {
    lane.obstacle = { why, row: lane.row === -1 ? 'carried' : { at: lane.row, line: lane.rowLine } };
  }

  /** Leaves those to follow that differ. */
  function join(): void {
    const apart: Lane[] = [];
    for (const lane of live) {
      if (lane.obstacle) continue;
      const met = apart.find((other) => sameFromHere(lane, other));
      if (met) lane.joined = { lane: met, rows: lane.rows - met.rows, lines: lane.lines - met.lines };
      else apart.push(lane);
    }
    live = apart;
  }

  /** A row that came with the range has another beginning in each interpretation, or none. */
  function sameFromHere(a: Lane, b: Lane): boolean {
    if (a.end !== b.end || !a.first || !b.first) return false;
    return betweenRows.has(a.end) || (a.row === b.row && a.row !== -1);
  }

  return {
    add(bytes) {
      for (let start = 0; start < bytes.length; start += STEP) {
        const step = bytes.subarray(start, start + STEP);
        for (const lane of live) run(lane, step, at);
        at += step.length;
        if (live.length > 1 || live[0]?.obstacle) join();
      }
    },
    finish: () => lanes.map((lane) => interpretation(lane, betweenRows)),
  };
}

function interpretation(lane: Lane, betweenRows: ReadonlySet<number>): Interpretation {
  const { joined, first, carriedEnd, carriedFaulty } = lane;
  const ending = joined ? interpretation(joined.lane, betweenRows) : ownEnd(lane, betweenRows);
  const add = { rows: joined?.rows ?? 0, lines: joined?.lines ?? 0 };
  // Where no row began since they met, the last one is its own.
  const last = ending.rows + add.rows === lane.rows ? lane.rowLine : (ending.last ?? 0) + add.lines;
  const moved = <P extends RowPlace>(place: P): P => ({ ...place, line: place.line + add.lines });
  const { obstacle } = ending;
  return {
    end: ending.end,
    rows: ending.rows + add.rows,
    lines: ending.lines + add.lines,
    ...(first ? { first, last } : {}),
    ...(ending.open ? { open: moved(ending.open) } : {}),
    ...(carriedEnd === undefined ? {} : { carriedEnd }),
    ...(carriedFaulty ? { carriedFaulty } : {}),
    ...(obstacle
      ? { obstacle: obstacle.row === 'carried' ? obstacle : { ...obstacle, row: moved(obstacle.row) } }
      : {}),
  };
}

const ownEnd = (
  { end, rows, lines, row, rowLine, faulty, obstacle }: Lane,
  betweenRows: ReadonlySet<number>,
): Interpretation => ({
  end,
  rows,
  lines,
  ...(row === -1 || betweenRows.has(end) ? {} : { open: { at: row, line: rowLine, ...(faulty ? { faulty } : {}) } }),
  ...(obstacle ? { obstacle } : {}),
});
