/**
 * Reads batches of cells as typed columns, and tells the rows that keep the contract from those that do not. Column by
 * column, since a loop over one type is several times faster than a switch for each cell.
 */
import { isNumeric } from '../../contracts/schema.ts';
import type { CellBatch } from '../cell-batch.ts';
import { cellHead } from '../cell-text.ts';
import { causeOf, isMissing, parseBoolean } from '../cells.ts';
import type { ColumnRule } from '../contract.ts';
import { standsForMissing } from '../disguised.ts';
import type { Arena } from '../kernel/arena.ts';
import { faultOf } from '../readers/csv-limits.ts';
import type { RejectReason, RowFaultAt } from '../rejections.ts';
import { type CellFault, type CellFaults, cellFaults } from './cell-faults.ts';
import { findEmptyIds } from './empty-ids.ts';
import { type KernelCells, roomOf, withKernelCells } from './kernel-cells.ts';
import { LevelCache } from './level-cache.ts';
import { judgedLevels, type LevelReader, type Meaning, plainLevels } from './levels.ts';
import { type MissingWords, missingWords } from './missing-words.ts';
import { nullNumbersOf, readNumbers } from './numbers.ts';
import { readTimestamps } from './timestamps.ts';

/** Where the columns of a contract lie in the file. */
export interface ColumnPlaces {
  /** Features in contract order. */
  features: readonly { position: number }[];
  target?: number | undefined;
  id?: number | undefined;
}

/** What of a contract concerns single cells. */
export interface CellRules {
  rules: readonly ColumnRule[];
  target?: ColumnRule | undefined;
  /** Words that stand for a missing id. */
  idNulls?: ReadonlySet<string> | undefined;
}

/** The rows of a batch that keep the contract, as typed columns: features in contract order, then the target. Valid as long as the batch. */
export interface TypedRows {
  readonly batch: CellBatch;
  readonly rows: number;
  /** Which rows of the batch they are, rising: `rows` entries. */
  readonly kept: Int32Array;
  /** Numbers and times (epoch seconds), a value a row, NaN where missing. Undefined for the other columns. */
  readonly numbers: readonly (Float64Array | undefined)[];
  /** Texts and booleans: an id of the column's levels a row, or `MISSING` or `UNLISTED`. Undefined for the others. */
  readonly levels: readonly (Int32Array | undefined)[];
  /** The rows that do not, in order. */
  readonly rejected: readonly RejectedRow[];
}

export interface RejectedRow {
  line: number;
  faults: RowFaultAt[];
}

/** Where columns lie: features in contract order, then the target, then the id if there is one. */
export interface RowPlaces {
  readonly positions: readonly number[];
  readonly levels: readonly (LevelReader | undefined)[];
}

/** What is wrong with rows that keep the contract cell by cell, by their place among them. */
export type AcrossRows = (rows: TypedRows) => ReadonlyMap<number, RowFaultAt[]>;

export interface TypedReader {
  read(batch: CellBatch): TypedRows;
  /** How levels are numbered. Undefined for columns of numbers and times. */
  readonly levels: readonly (LevelReader | undefined)[];
  readonly words: readonly MissingWords[];
  /** Where the columns lie in the file. */
  readonly positions: readonly number[];
}

/** Whether the column is read as numbers; the others are as levels. */
const holdsNumbers = ({ type, values }: ColumnRule, isTarget: boolean): boolean =>
  isNumeric(type) && !(isTarget && values);

/** @param across makes the judge of what cells owe each other */
export function typedReader(
  { rules, target, idNulls }: CellRules,
  places: ColumnPlaces,
  across: (places: RowPlaces) => AcrossRows | undefined = () => undefined,
): TypedReader {
  const columns = rules.map((rule, index) => columnOf(rule, places.features[index]?.position ?? 0, index, false));
  if (target && places.target !== undefined) columns.push(columnOf(target, places.target, rules.length, true));
  const idAt = places.id;
  const idColumn = rules.length + 1;
  const faults = cellFaults();
  let kept = new Int32Array(0);
  let home: Arena | undefined;
  const levels = columns.map((column) => column.levels);
  const positions = columns.map(({ position }) => position);
  const judgeAcross = across({ levels, positions: idAt === undefined ? positions : [...positions, idAt] });

  function rejectedOf(batch: CellBatch, found: readonly CellFault[]): RejectedRow[] {
    const rejected: RejectedRow[] = [];
    let next = 0;
    for (let row = 0; row < batch.rows; row++) {
      const fault = faultOf(batch.faults[row] ?? 0);
      const line = batch.lines[row] ?? 0;
      const about = batch.faultColumns?.get(row);
      if (fault)
        rejected.push({ line, faults: [{ reason: fault, ...(about === undefined ? {} : { column: about }) }] });
      const faults: RowFaultAt[] = [];
      for (; found[next]?.row === row; next++) {
        const { column, reason } = found[next] as CellFault;
        faults.push(column === idColumn ? { reason } : faultAt(batch, row, columns[column] as Column, reason));
      }
      if (faults.length > 0) rejected.push({ line, faults });
    }
    return rejected;
  }

  /** Moves what is kept together: those who count see rows without gaps. */
  function leaveOut(batch: CellBatch, found: readonly CellFault[]): number {
    countUp(kept, batch.rows);
    if (found.length === 0 && !anyFault(batch)) return batch.rows;
    const faulty = new Set(found.map(({ row }) => row));
    return moveTogether(batch.rows, (row) => batch.faults[row] === 0 && !faulty.has(row));
  }

  function moveTogether(rows: number, stays: (row: number) => boolean): number {
    let left = 0;
    for (let row = 0; row < rows; row++) {
      if (!stays(row)) continue;
      kept[left] = kept[row] ?? 0;
      for (const { values } of columns) values[left] = values[row] ?? 0;
      left += 1;
    }
    return left;
  }

  /** Values lie where the batch does, for the kernel to reach. */
  function reserve(rows: number, arena: Arena | undefined): void {
    if (kept.length >= rows && arena === home) return;
    home = arena;
    kept = new Int32Array(rows);
    const levelColumns = levels.filter((reader) => reader !== undefined).length;
    for (const column of columns) column.reserve(rows, arena, levelColumns);
  }

  return {
    levels,
    words: columns.map(({ words }) => words),
    positions,
    read(batch) {
      reserve(roomOf(batch), batch.arena);
      withKernelCells(batch, (cells) => {
        for (const column of columns) column.read(batch, cells, faults);
      });
      if (idAt !== undefined) findEmptyIds(batch, idAt, idColumn, faults, idNulls);
      const found = faults.take();
      const passed = leaveOut(batch, found);
      const rejected = passed === batch.rows ? [] : rejectedOf(batch, found);
      const typed = {
        batch,
        kept,
        numbers: columns.map(({ values }) => (values instanceof Float64Array ? values : undefined)),
        levels: columns.map(({ values }) => (values instanceof Int32Array ? values : undefined)),
      };
      const broken = judgeAcross?.({ ...typed, rows: passed, rejected }) ?? new Map<number, RowFaultAt[]>();
      for (const [row, faults] of broken) rejected.push({ line: batch.lines[kept[row] ?? 0] ?? 0, faults });
      if (broken.size > 0) rejected.sort((a, b) => a.line - b.line);
      const rows = broken.size > 0 ? moveTogether(passed, (row) => !broken.has(row)) : passed;
      if (columns.some(({ words }) => words.met)) {
        const keeps = new Set(kept.subarray(0, rows));
        for (const { words } of columns) if (words.met) words.settle((row) => keeps.has(row));
      }
      return { ...typed, rows, rejected };
    },
  };
}

/** Loops for themselves, so that they are compiled once for all files. */
function countUp(kept: Int32Array, rows: number): void {
  for (let row = 0; row < rows; row++) kept[row] = row;
}

function anyFault({ faults, rows }: CellBatch): boolean {
  for (let row = 0; row < rows; row++) if (faults[row] !== 0) return true;
  return false;
}

interface Column {
  readonly rule: ColumnRule;
  readonly position: number;
  values: Float64Array | Int32Array;
  /** @param arena where values are to lie, if any @param levelColumns how many columns of levels share it */
  reserve(rows: number, arena: Arena | undefined, levelColumns: number): void;
  read(batch: CellBatch, cells: KernelCells, faults: CellFaults): void;
  readonly levels?: LevelReader;
  readonly words: MissingWords;
}

function columnOf(rule: ColumnRule, position: number, index: number, isTarget: boolean): Column {
  const words = missingWords(rule.nulls);
  return holdsNumbers(rule, isTarget)
    ? numberColumn(rule, position, index, isTarget, words)
    : levelColumn(rule, position, index, isTarget, words);
}

function numberColumn(
  rule: ColumnRule,
  position: number,
  index: number,
  isTarget: boolean,
  words: MissingWords,
): Column {
  const missing = isTarget ? 'empty-target' : rule.required ? 'empty-required' : undefined;
  const kept = {
    whole: rule.type === 'integer',
    min: rule.min ?? Number.NEGATIVE_INFINITY,
    max: rule.max ?? Number.POSITIVE_INFINITY,
    missing,
    nullNumbers: nullNumbersOf(rule.nulls ?? []),
  } as const;
  const column = {
    rule,
    position,
    words,
    values: new Float64Array(0),
    reserve(rows: number, arena: Arena | undefined) {
      column.values = arena?.numbers(rows) ?? new Float64Array(rows);
    },
    read(batch: CellBatch, cells: KernelCells, faults: CellFaults) {
      const { values } = column;
      if (rule.type === 'timestamp') readTimestamps(batch, position, values, missing, index, faults, words);
      else readNumbers(batch, cells, position, values, kept, index, faults, words);
    },
  };
  return column;
}

function levelColumn(
  rule: ColumnRule,
  position: number,
  index: number,
  isTarget: boolean,
  words: MissingWords,
): Column {
  const missing = isTarget ? 'empty-target' : rule.required ? 'empty-required' : undefined;
  const judge = judgeOf(rule, isTarget);
  const keepsSpace = !isTarget && (rule.type === 'category' || rule.type === 'text');
  const levels = judge ? judgedLevels(judge, missing, words, keepsSpace) : plainLevels(missing, words);
  const column = {
    rule,
    position,
    words,
    levels,
    values: new Int32Array(0),
    reserve(rows: number, arena: Arena | undefined, levelColumns: number) {
      column.values = arena?.integers(rows) ?? new Int32Array(rows);
      levels.useCache(arena && LevelCache.of(arena, levelColumns));
    },
    read(batch: CellBatch, cells: KernelCells, faults: CellFaults) {
      levels.read(batch, cells, position, column.values, index, faults);
    },
  };
  return column;
}

/** What the texts of a column mean; undefined where each is a level of its own. */
function judgeOf({ type, values }: ColumnRule, isTarget: boolean): ((text: string) => Meaning) | undefined {
  if (isTarget && values)
    return (text) => {
      const label = text.trim();
      if (label === '') return 'missing';
      return values.has(label) ? { level: label } : { fault: 'unknown-label' };
    };
  if (type === 'boolean')
    return (text) => {
      if (isMissing(text)) return 'missing';
      const value = parseBoolean(text.trim());
      return value === undefined ? { fault: 'not-a-boolean' } : { level: String(value) };
    };
  if (values)
    return (text) => {
      if (isMissing(text)) return 'missing';
      return values.has(text) ? { level: text } : { fault: 'not-an-allowed-value' };
    };
  return isTarget ? (text) => (isMissing(text) ? 'missing' : { level: text.trim() }) : undefined;
}

/** What a word for "nothing" is mostly rejected for. */
const UNLIKE: ReadonlySet<RejectReason> = new Set<RejectReason>([
  ...(['not-a-number', 'not-an-integer', 'not-a-boolean', 'not-a-timestamp', 'not-an-allowed-value'] as const),
]);

function faultAt(batch: CellBatch, row: number, { rule, position }: Column, reason: CellFault['reason']): RowFaultAt {
  const slot = row * batch.width + position;
  const value = cellHead(batch, slot);
  const at = { reason, column: rule.name, ...(value === '' ? {} : { value }) };
  if (!UNLIKE.has(reason)) return at;
  const cell = value.trim();
  if (standsForMissing(cell)) return { ...at, word: cell };
  const told = reason === 'not-a-number' || reason === 'not-an-integer';
  const cause = told ? causeOf(cell.slice(0, 64)) : undefined;
  return { ...at, ...(cause === undefined ? {} : { cause }) };
}
