/** What one column of a file looks like, in one pass and bounded memory. */
import type { ColumnType } from '../../contracts/schema.ts';
import { isMissing, parseInteger, parseNumber } from '../cells.ts';
import { standsForMissing } from '../disguised.ts';
import { guessType } from '../infer.ts';
import { ownText } from '../own-text.ts';

const MOST_LEVELS = 200;
const LONGEST_SHOWN = 40;

export interface ColumnSurvey {
  name: string;
  /** What the check of a first upload would infer. */
  type: ColumnType;
  filled: number;
  missing: number;
  /** Different cells; a lower bound when `distinctCapped`. */
  distinct: number;
  distinctCapped: boolean;
  /** The most frequent cells first, at most 200 and of at most 40 characters; empty when the column has more. */
  levels: { value: string; count: number }[];
  /** Cells that look like a missing value in disguise, the most frequent first. */
  disguised: { value: string; count: number }[];
  /** Cells that are numbers. */
  numbers: number;
  min?: number;
  max?: number;
  /** Whole numbers that go up by one from row to row: a row number. */
  counting: boolean;
}

export interface ColumnCounter {
  add(cell: string): void;
  survey(tolerance: number): ColumnSurvey;
}

/** @param mostDistinct different cells that are told apart; beyond it they are only known to be more */
export function columnCounter(name: string, mostDistinct: number): ColumnCounter {
  const guess = guessType();
  const seen = new Set<string>();
  const levels = new Map<string, number>();
  const disguised = new Map<string, number>();
  let [filled, missing, numbers] = [0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let distinctCapped = false;
  let manyLevels = false;
  let counting = true;
  let last: number | undefined;

  return {
    add(cell) {
      guess.add(cell);
      if (isMissing(cell)) {
        missing += 1;
        counting = false;
        return;
      }
      filled += 1;
      const text = cell.trim();
      if (!seen.has(text)) {
        if (seen.size < mostDistinct) seen.add(ownText(text));
        else distinctCapped = true;
      }
      if (!manyLevels) {
        const shown = ownText(text.slice(0, LONGEST_SHOWN));
        levels.set(shown, (levels.get(shown) ?? 0) + 1);
        if (levels.size > MOST_LEVELS) {
          manyLevels = true;
          levels.clear();
        }
      }
      const value = parseNumber(text);
      if (standsForMissing(text) && disguised.size < 20) disguised.set(text, (disguised.get(text) ?? 0) + 1);
      if (value !== undefined) {
        numbers += 1;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      const whole = counting ? parseInteger(text) : undefined;
      counting &&= whole !== undefined && (last === undefined || whole === last + 1);
      last = whole;
    },
    survey(tolerance) {
      return {
        name,
        type: guess.type(tolerance),
        filled,
        missing,
        distinct: seen.size,
        distinctCapped,
        levels: byCount(levels),
        disguised: byCount(disguised).filter(({ value }) => isOdd(value, { min, max })),
        numbers,
        ...(numbers > 0 ? { min, max } : {}),
        counting: counting && filled > 1,
      };
    },
  };
}

/** -999 is suspicious where it is the smallest or largest number by far only; words always are. */
function isOdd(value: string, { min, max }: { min: number; max: number }): boolean {
  const number = parseNumber(value);
  return number === undefined || number === min || number === max;
}

const byCount = (counts: ReadonlyMap<string, number>): { value: string; count: number }[] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([value, count]) => ({ value, count }));
