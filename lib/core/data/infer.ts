/** Types of columns, from what their cells look like. Used once a model, on its first upload; then the types are frozen. */
import * as z from 'zod';
import type { ColumnType } from '../contracts/schema.ts';
import type { CellBatch } from './cell-batch.ts';
import { cellText } from './cell-text.ts';
import { LOOK, lookOfText, quickLook, UNSURE } from './columns/cell-look.ts';
import { knownTexts } from './columns/known-texts.ts';
import { ownText } from './own-text.ts';

/** More different texts than this, or more than one for two cells, and a column is free text or an identifier. */
export const MAX_CATEGORY_LEVELS = 200;
const LONGEST_LEVEL = 256;
const NO_WORDS: ReadonlySet<string> = new Set();

export interface TypeGuess {
  add(cell: string): void;
  /** Adds a column of a batch; rows with a fault have no cells. @param position of the column in the file */
  read(batch: CellBatch, position: number): void;
  /** @param tolerance share of the cells that may be unlike a number or a time; their rows are rejected later */
  type(tolerance: number): ColumnType;
  /** Takes in later cells, as if they had been added one by one. */
  merge(later: TypeGuessState): void;
  state(): TypeGuessState;
}

const count = z.number().int().nonnegative();
/** As JSON. */
export const TypeGuessState = z.strictObject({
  filled: count,
  disguised: count,
  numbers: count,
  integers: count,
  codes: count,
  booleans: count,
  times: count,
  levels: z.array(z.string()),
  many: z.boolean(),
});
export type TypeGuessState = z.infer<typeof TypeGuessState>;

/**
 * Looks at every cell of a column. Missing cells say nothing; a column without any other is `text`.
 *
 * Zeros in front (postal codes) make a column of digits a category, since its numbers are names. 0/1 is an integer,
 * words (yes/no, true/false) are a boolean when there is no third one. Numbers stay numbers beside words for "nothing"
 * (`?`, `NA`), up to half of the cells: those rows are rejected by name, and the column is not lost to text in silence.
 *
 * @param nulls words that stand for a missing cell
 */
export function guessType(nulls: ReadonlySet<string> = NO_WORDS): TypeGuess {
  let filled = 0;
  let disguised = 0;
  let numbers = 0;
  let integers = 0;
  let codes = 0;
  let booleans = 0;
  let times = 0;
  const levels = new Set<string>();
  let many = false;

  function addLevel(cell: string): void {
    if (many || levels.has(cell)) return;
    many = levels.size === MAX_CATEGORY_LEVELS || cell.length > LONGEST_LEVEL;
    levels.add(ownText(cell));
  }

  const nullStarts = new Uint8Array(256);
  for (const word of nulls) nullStarts[Buffer.from(word)[0] ?? 0] = 1;

  function count(look: number): void {
    if (look === LOOK.missing) return;
    filled += 1;
    if (look & LOOK.number) {
      numbers += 1;
      if (look & LOOK.integer) integers += 1;
      if (look & LOOK.code) codes += 1;
    } else if (look === LOOK.boolean) booleans += 1;
    else if (look === LOOK.time) times += 1;
    else if (look === LOOK.disguised) disguised += 1;
  }

  /** The look of a cell that is a level unless it is missing. */
  function levelLook(cell: string): number {
    const look = lookOfText(cell, nulls);
    if (look !== LOOK.missing) addLevel(cell);
    return look;
  }
  const knownLook = knownTexts(levelLook);

  /** Once levels are not told apart any more. */
  function lookAt(batch: CellBatch, slot: number): number {
    const start = batch.starts[slot] ?? 0;
    const end = batch.ends[slot] ?? 0;
    const look = nullStarts[batch.bytes[start] ?? 0] ? UNSURE : quickLook(batch.bytes, start, end < 0 ? ~end : end);
    return look === UNSURE ? lookOfText(cellText(batch, slot), nulls) : look;
  }

  return {
    add(cell) {
      count(levelLook(cell));
    },
    read(batch, position) {
      const { rows, width, starts, ends, faults } = batch;
      for (let row = 0, slot = position; row < rows; row++, slot += width) {
        if (starts[slot] === ends[slot] || faults[row] !== 0) continue;
        count(many ? lookAt(batch, slot) : knownLook(batch, slot));
      }
    },
    type(tolerance) {
      if (filled === 0) return 'text';
      const enough = (1 - tolerance) * (disguised * 2 > filled ? filled : filled - disguised);
      if (booleans === filled && levels.size <= 6) return 'boolean';
      if (times >= enough) return 'timestamp';
      if (numbers >= enough && codes === 0) return integers === numbers ? 'integer' : 'number';
      return many || levels.size * 2 > filled ? 'text' : 'category';
    },
    merge(later) {
      filled += later.filled;
      disguised += later.disguised;
      numbers += later.numbers;
      integers += later.integers;
      codes += later.codes;
      booleans += later.booleans;
      times += later.times;
      for (const level of later.levels) addLevel(level);
      many ||= later.many;
    },
    state: () => ({ filled, disguised, numbers, integers, codes, booleans, times, levels: [...levels], many }),
  };
}
