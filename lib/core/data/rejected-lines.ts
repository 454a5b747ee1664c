/**
 * Where in a file rows were set aside for their cells: counted by stretches of lines, whose width doubles with the length
 * of the file. So it costs nothing, and counts of ranges can be merged.
 */
import * as z from 'zod';

const MOST_STRETCHES = 128;
/** Of the lines of a stretch: most. */
const DENSE = 2 / 3;
/** Of the lines before. */
const SPORADIC = 0.1;
/** Before, and from there on: fewer tell nothing. */
const LEAST_LINES = 20;

const whole = z.number().int().nonnegative();
const Stretch = z.strictObject({ index: whole, rows: whole, first: whole });
type Stretch = z.infer<typeof Stretch>;

/** As JSON. */
export const RejectedLinesState = z.strictObject({ width: z.number().int().positive(), stretches: z.array(Stretch) });
export type RejectedLinesState = z.infer<typeof RejectedLinesState>;

/** From `line` on most rows were set aside, to the end of the file, and few before. */
export interface RejectedTail {
  line: number;
  rows: number;
}

export interface RejectedLines {
  add(line: number): void;
  merge(other: RejectedLinesState): void;
  state(): RejectedLinesState;
  /** @param last line of the file, or one not far before it */
  tail(last: number): RejectedTail | undefined;
}

export function rejectedLines(): RejectedLines {
  let width = 1;
  let stretches = new Map<number, Stretch>();

  function count(line: number, rows: number): void {
    while (line >= width * MOST_STRETCHES) widen();
    const index = Math.floor(line / width);
    const stretch = stretches.get(index);
    if (!stretch) stretches.set(index, { index, rows, first: line });
    else {
      stretch.rows += rows;
      stretch.first = Math.min(stretch.first, line);
    }
  }

  function widen(): void {
    const narrow = stretches;
    width *= 2;
    stretches = new Map();
    for (const { first, rows } of narrow.values()) count(first, rows);
  }

  return {
    add: (line) => count(line, 1),
    merge(other) {
      while (width < other.width) widen();
      for (const { first, rows } of other.stretches) count(first, rows);
    },
    state: () => ({ width, stretches: [...stretches.values()] }),
    tail(last) {
      const end = Math.max(last, ...[...stretches.values()].map(({ first }) => first)) + 1;
      let line = end;
      let rows = 0;
      for (let index = Math.floor((end - 1) / width); index >= 0; index--) {
        const stretch = stretches.get(index);
        const until = Math.min(end, (index + 1) * width);
        // Where it begins within a stretch, the lines before its first are as they should be.
        if (!stretch || stretch.rows < DENSE * (until - stretch.first)) break;
        line = stretch.first;
        rows += stretch.rows;
        if (stretch.rows < DENSE * (until - index * width)) break;
      }
      const all = [...stretches.values()].reduce((sum, stretch) => sum + stretch.rows, 0);
      // The header is a line of its own.
      const before = line - 2;
      if (rows < LEAST_LINES || before < LEAST_LINES || all - rows > SPORADIC * before) return undefined;
      return { line, rows };
    },
  };
}
