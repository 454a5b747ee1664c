/**
 * Builds the profile of a dataset from batches of typed rows. Everything it gathers can be handed on as a `ProfileState`
 * and merged in the order of the ranges of a file: the same profile comes out as of one pass, but for the rounding of
 * moments, and for levels once a column has more of them than are told apart (then counts stay within `bound`).
 */
import type { ColumnProfile, Profile } from '../../contracts/profile.ts';
import { cellText } from '../cell-text.ts';
import type { LevelReader } from '../columns/levels.ts';
import type { TypedReader, TypedRows } from '../columns/typed-rows.ts';
import { categoryProfile } from './category.ts';
import { type LevelCounts, type LevelsState, levelCounts } from './level-counts.ts';
import { type Moments, type MomentsState, moments } from './moments.ts';
import { numberProfile } from './number.ts';
import { type RowHashesState, rowHashCounts } from './row-hashes.ts';
import { type SampleState, sampleBuilder } from './sample-builder.ts';
import { type SwallowedState, swallowedLines } from './swallowed-lines.ts';
import type { TypedSample } from './typed-sample.ts';

/** Different texts that are told apart: shared by all columns, so that the width of a file does not decide on memory. */
const LEVELS_IN_ALL = 400_000;
const LEVELS_A_COLUMN = 50_000;
/** Words for a missing value that are named. */
const WORDS = 8;
const LONGEST_WORD = 64;

/** A plain document with typed arrays: what ranges of a file hand to each other. */
export interface ProfileState {
  rows: number;
  terminated: boolean;
  /** Features in contract order, then the target. */
  columns: ({ moments: MomentsState } | { levels: LevelsState })[];
  words: [word: string, count: number][][];
  sample: SampleState;
  hashes: RowHashesState;
  swallowed: (SwallowedState | undefined)[];
}

export interface ProfileBuilder {
  readonly rows: number;
  add(rows: TypedRows): void;
  /** Takes in what later rows came to. */
  merge(later: ProfileState): void;
  state(): ProfileState;
  sample(): TypedSample;
  /** All but what is derived from the sample. @param taken the sample, where it was taken already */
  profile(taken?: TypedSample): Profile;
}

type Column = { moments: Moments } | { levels: LevelCounts; reader: LevelReader };

/**
 * @param names of the reader's columns: features in contract order, then the target if there is one
 * @param leastEvery what the row sample comes to at least @see leastEveryOf
 * @param mostHashes different rows that are told apart, where fewer do than usual
 */
export function profileBuilder(
  { levels: readers, words, positions }: TypedReader,
  names: readonly string[],
  hasTarget: boolean,
  leastEvery = 1,
  mostHashes?: number,
): ProfileBuilder {
  const textColumns = readers.filter((reader) => reader !== undefined).length;
  const limit = Math.min(LEVELS_A_COLUMN, Math.floor(LEVELS_IN_ALL / (textColumns + 1)));
  const columns = readers.map(
    (reader): Column => (reader ? { levels: levelCounts(reader, limit), reader } : { moments: moments() }),
  );
  const mergedWords = readers.map(() => new Map<string, number>());
  const sample = sampleBuilder(
    readers.map((reader) => reader === undefined),
    leastEvery,
  );
  const hashes = rowHashCounts(mostHashes);
  const swallowed = swallowedLines(
    positions,
    readers.map((reader) => reader !== undefined),
  );
  let rows = 0;
  let terminated = true;

  const wordsOf = (column: number): [string, number][] => {
    const counts = new Map(mergedWords[column]);
    for (const [word, count] of words[column]?.counts ?? []) counts.set(word, (counts.get(word) ?? 0) + count);
    return [...counts];
  };

  const typedSample = (): TypedSample =>
    sample.sample(columns.map((column) => ('levels' in column ? column.levels.texts() : undefined)));

  function columnProfile(column: Column, index: number, taken: TypedSample): ColumnProfile {
    const name = names[index] ?? '';
    const found = wordsOf(index).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const named = found.slice(0, WORDS).map(([word, count]) => ({ word: word.slice(0, LONGEST_WORD), count }));
    const told = named.length > 0 ? { words: named } : {};
    if ('levels' in column)
      return { ...categoryProfile(name, column.levels), ...told, ...severalLines(swallowed.state()[index]) };
    const values = taken.numbers[index] ?? new Float64Array();
    return { ...numberProfile(name, column.moments.state(), values, taken.every), ...told };
  }

  return {
    get rows() {
      return rows;
    },
    add(typed) {
      const { batch, kept } = typed;
      const textAt = (row: number, column: number): string =>
        cellText(batch, (kept[row] ?? 0) * batch.width + (positions[column] ?? 0));
      rows += typed.rows;
      terminated = !batch.unterminated;
      columns.forEach((column, index) => {
        const values = typed.numbers[index];
        const ids = typed.levels[index];
        if ('moments' in column && values) column.moments.add(values, typed.rows, batch.arena);
        else if ('levels' in column && ids) column.levels.add(ids, typed.rows, (row) => textAt(row, index));
      });
      hashes.add(typed, readers, textAt);
      sample.add(typed);
      swallowed.add(typed);
      columns.forEach((column, index) => {
        const renamed = 'levels' in column ? column.levels.purge() : undefined;
        if (renamed) sample.rename(index, renamed);
      });
    },
    merge(later) {
      rows += later.rows;
      terminated = later.terminated;
      const ids = columns.map((column, index) => {
        const other = later.columns[index];
        if ('moments' in column && other && 'moments' in other) column.moments.merge(other.moments);
        return 'levels' in column && other && 'levels' in other ? column.levels.merge(other.levels) : undefined;
      });
      sample.merge(later.sample, ids);
      hashes.merge(later.hashes);
      swallowed.merge(later.swallowed);
      columns.forEach((column, index) => {
        const renamed = 'levels' in column ? column.levels.purge() : undefined;
        if (renamed) sample.rename(index, renamed);
        const all = mergedWords[index];
        for (const [word, count] of later.words[index] ?? []) all?.set(word, (all.get(word) ?? 0) + count);
      });
    },
    state: () => ({
      rows,
      terminated,
      columns: columns.map((column) =>
        'levels' in column ? { levels: column.levels.state() } : { moments: column.moments.state() },
      ),
      words: columns.map((_, column) => wordsOf(column)),
      sample: sample.state(),
      hashes: hashes.state(),
      swallowed: swallowed.state(),
    }),
    sample: typedSample,
    profile(taken = typedSample()) {
      const all = columns.map((column, index) => columnProfile(column, index, taken));
      const target = hasTarget ? all.at(-1) : undefined;
      return {
        v: 2,
        rows,
        columns: hasTarget ? all.slice(0, -1) : all,
        ...(target ? { target } : {}),
        ...(taken.rows < taken.of
          ? { sample: { rows: taken.rows, every: taken.every, rankError: rankError(taken.rows) } }
          : {}),
        rowHashes: hashes.hashes(),
        terminated,
      };
    },
  };
}

const severalLines = (found: SwallowedState | undefined): { severalLines?: SwallowedState } =>
  found && found.likeRows > 0 ? { severalLines: found } : {};

/** By how much a share of the sample is off less than once in a million (Hoeffding 1963, theorem 2). */
const rankError = (rows: number): number => Math.min(1, Math.sqrt(Math.log(2e6) / (2 * rows)));
