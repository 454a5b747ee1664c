/** Reads cells as levels: texts by number. What a text means is found out once. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import { isMissing } from '../cells.ts';
import type { RejectReason } from '../rejections.ts';
import type { CellFaults } from './cell-faults.ts';
import type { KernelCells } from './kernel-cells.ts';
import type { LevelCache } from './level-cache.ts';
import { LevelTable } from './level-table.ts';
import type { MissingWords } from './missing-words.ts';

/** Longer texts are sentences, not levels: they are counted, never listed. In characters. */
export const LONGEST_LEVEL = 256;

/** Instead of a level: a missing cell; a text that is not listed. */
export const MISSING = -1;
export const UNLISTED = -2;

/** What a cell's text means: a level by its one spelling, nothing, or a fault. */
export type Meaning = { level: string } | 'missing' | { fault: RejectReason };

export interface LevelReader {
  /** Levels by number. */
  readonly table: LevelTable;
  /** Whether any text can be a level; else there are as many as the contract has, and none is ever let go. */
  readonly open: boolean;
  /** Whether white space around a cell is part of it. */
  readonly keepsSpace: boolean;
  /**
   * The levels of one column, `MISSING` or `UNLISTED` where there is none.
   *
   * @param position of the column in the file
   * @param column as faults name it
   */
  read(
    batch: CellBatch,
    cells: KernelCells,
    position: number,
    out: Int32Array,
    column: number,
    faults: CellFaults,
  ): void;
  /** Where levels that come again are looked up from now on, if anywhere. */
  useCache(cache: LevelCache | undefined): void;
  /** Lets go of levels. @param ids those that stay, rising: they are numbered anew */
  keep(ids: ArrayLike<number>): void;
}

/** Texts that are no level: what they mean, as codes beside each known text. */
const LEVEL = 0;
const NOTHING = 1;
/** 2 and on: index into the faults that were met. */
const FAULT = 2;

/** So many different texts are remembered with their meaning. */
const MOST_REMEMBERED = 65_536;

/** Every text that is not missing is a level, as it is written: categories without a list of values, and texts. */
export function plainLevels(missing: RejectReason | undefined, nulls: MissingWords): LevelReader {
  const table = new LevelTable();
  let meanings = new Uint8Array(256);
  let cache: LevelCache | undefined;
  const scratch = scratchBytes();

  function newMeaning(batch: CellBatch, slot: number, row: number): number {
    const text = cellText(batch, slot);
    return isMissing(text) || nulls.isNull(row, text.trim()) ? NOTHING : LEVEL;
  }

  return {
    table,
    open: true,
    keepsSpace: true,
    useCache(given) {
      cache = given;
    },
    read(batch, cells, position, out, column, faults) {
      const { bytes, width, starts, ends } = batch;
      const known = cache?.serves(cells, out) ? cache : undefined;
      const readOne = (row: number): void => {
        const slot = row * width + position;
        const start = starts[slot] ?? 0;
        const end = ends[slot] ?? 0;
        if (start === end) {
          out[row] = MISSING;
          if (missing !== undefined && batch.faults[row] === 0) faults.add(row, column, missing);
          return;
        }
        const { size } = table;
        let id: number;
        if (end < 0) id = isLong(batch, slot) ? UNLISTED : scratch.idOf(table, batch, slot);
        else if (end - start > LONGEST_LEVEL && isLong(batch, slot)) id = UNLISTED;
        else id = table.idOf(bytes, start, end);
        if (id === UNLISTED) {
          out[row] = isMissing(cellText(batch, slot)) ? MISSING : UNLISTED;
          return;
        }
        if (id === size) {
          if (id === meanings.length) meanings = grown(meanings);
          meanings[id] = newMeaning(batch, slot, row);
        } else if (meanings[id] === NOTHING) nulls.isNull(row, table.textOf(id).trim());
        const isLevel = meanings[id] === LEVEL;
        out[row] = isLevel ? id : MISSING;
        if (isLevel) known?.keep(cells, start, end, id);
        else if (missing !== undefined) faults.add(row, column, missing);
      };
      forUnknown(batch, cells, position, out, missing !== undefined, known, readOne);
    },
    keep(ids) {
      table.keep(ids);
      cache?.clear();
      for (let i = 0; i < ids.length; i++) meanings[i] = meanings[ids[i] ?? 0] ?? LEVEL;
    },
  };
}

/** Texts that mean one of few levels, or are wrong: booleans, categories with a list of values, labels. */
export function judgedLevels(
  judge: (text: string) => Meaning,
  missing: RejectReason | undefined,
  nulls: MissingWords,
  keepsSpace: boolean,
): LevelReader {
  const table = new LevelTable();
  let spellings = new LevelTable();
  /** What each spelling means: a level, or below 0 the bitwise not of `NOTHING` or a fault. */
  let meanings = new Int32Array(256);
  const reasons: RejectReason[] = [];
  let cache: LevelCache | undefined;
  const scratch = scratchBytes();

  function codeOf(text: string, row: number): number {
    const meaning = nulls.isNull(row, text.trim()) ? 'missing' : judge(text);
    if (meaning === 'missing') return ~NOTHING;
    if ('level' in meaning) return table.idOfText(meaning.level);
    if (!reasons.includes(meaning.fault)) reasons.push(meaning.fault);
    return ~(FAULT + reasons.indexOf(meaning.fault));
  }

  function spellingOf(batch: CellBatch, slot: number, start: number, end: number, row: number): number {
    const known = spellings.size;
    const id = end < 0 ? scratch.idOf(spellings, batch, slot) : spellings.idOf(batch.bytes, start, end);
    if (id !== known) {
      if (meanings[id] === ~NOTHING) nulls.isNull(row, spellings.textOf(id).trim());
      return meanings[id] ?? ~NOTHING;
    }
    const meaning = codeOf(cellText(batch, slot), row);
    if (id === meanings.length) meanings = grown(meanings);
    meanings[id] = meaning;
    if (spellings.size > MOST_REMEMBERED) spellings = new LevelTable();
    return meaning;
  }

  return {
    table,
    open: false,
    keepsSpace,
    useCache(given) {
      cache = given;
    },
    read(batch, cells, position, out, column, faults) {
      const { width, starts, ends } = batch;
      const known = cache?.serves(cells, out) ? cache : undefined;
      const readOne = (row: number): void => {
        const slot = row * width + position;
        const start = starts[slot] ?? 0;
        const end = ends[slot] ?? 0;
        const length = (end < 0 ? ~end : end) - start;
        let meaning = ~NOTHING;
        if (length > 0)
          meaning =
            length > LONGEST_LEVEL ? codeOf(cellText(batch, slot), row) : spellingOf(batch, slot, start, end, row);
        if (meaning >= 0) {
          out[row] = meaning;
          known?.keep(cells, start, end, meaning);
          return;
        }
        out[row] = MISSING;
        if (batch.faults[row] !== 0) return;
        if (meaning === ~NOTHING) {
          if (missing !== undefined) faults.add(row, column, missing);
        } else faults.add(row, column, reasons[~meaning - FAULT] ?? 'not-an-allowed-value');
      };
      forUnknown(batch, cells, position, out, missing !== undefined, known, readOne);
    },
    keep() {},
  };
}

/** Reads all rows, or those that the cache does not know. */
function forUnknown(
  { rows, width }: CellBatch,
  cells: KernelCells,
  position: number,
  out: Int32Array,
  required: boolean,
  cache: LevelCache | undefined,
  readOne: (row: number) => void,
): void {
  if (!cache) {
    for (let row = 0; row < rows; row++) readOne(row);
    return;
  }
  const left = cache.read(cells, { rows, width, position }, required, out);
  for (let i = 0; i < left; i++) readOne(cells.open[i] ?? 0);
}

/** Texts with doubled quotes are looked up with single ones. */
function scratchBytes() {
  let bytes = Buffer.allocUnsafeSlow(1024);
  return {
    idOf(table: LevelTable, batch: CellBatch, slot: number): number {
      const text = cellText(batch, slot);
      if (3 * text.length > bytes.length) bytes = Buffer.allocUnsafeSlow(3 * text.length);
      return table.idOf(bytes, 0, bytes.write(text, 'utf8'));
    },
  };
}

const isLong = (batch: CellBatch, slot: number): boolean => cellText(batch, slot).length > LONGEST_LEVEL;

function grown<T extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(array: T): T {
  const larger = (
    array instanceof Uint8Array ? new Uint8Array(2 * array.length) : new Int32Array(2 * array.length)
  ) as T;
  larger.set(array);
  return larger;
}
