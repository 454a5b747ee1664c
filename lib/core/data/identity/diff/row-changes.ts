/** Which rows differ between two files: all of them are looked at, in the columns both files have. */
import {
  LONGEST_CELL,
  MOST_EXAMPLES,
  MOST_RANGES,
  type RowChanges,
  type RowExample,
} from '../../../contracts/data-diff.ts';
import type { ColumnType } from '../../../contracts/schema.ts';
import { type MatchedRows, matchRows } from './match-rows.ts';
import { numbered } from './numbered.ts';
import { type ComparedColumns, type OpenRows, type RowIndex, readCells, rowIndex } from './row-index.ts';

export interface CompareRows {
  /** Column that names the rows, on both sides: rows are matched by it. Without one, or where a side lacks it, by their order. */
  key?: string | undefined;
  /** Types by name: of categories and texts white space counts, as it does for the digest. */
  types?: ReadonlyMap<string, ColumnType>;
}

/** Changed rows that are looked at cell by cell: so many rows, or so many cells. */
const MOST_EXAMINED = 10_000;
const MOST_CELLS = 1_000_000;

/**
 * Each file is read twice; memory is about 60 bytes a row.
 * @returns undefined when a file has more than 4,000,000 rows, or no column is in both
 */
export async function rowChanges(
  before: OpenRows,
  after: OpenRows,
  { key, types = new Map() }: CompareRows = {},
): Promise<RowChanges | undefined> {
  const columns = await comparedColumns(before, after, key, types);
  if (columns.names.length === 0) return undefined;
  const number = { row: numbered(), key: numbered() };
  const was = await rowIndex(before, columns, number);
  const is = was && (await rowIndex(after, columns, number));
  if (!was || !is) return undefined;
  const matched = matchRows(was, is, columns.key !== undefined);
  const { examined, rows, examples } = await examine(before, after, columns, was, is, matched);
  return {
    basis: 'rows',
    ...(columns.key === undefined || key === undefined ? {} : { key }),
    equal: matched.equal,
    changed: matched.changed.length,
    added: matched.added.length,
    removed: matched.removed.length,
    moved: matched.moved,
    ranges: matched.gaps.slice(0, MOST_RANGES).map(({ fromA, toA, fromB, toB }) => ({
      before: { first: fromA + 1, rows: toA - fromA },
      after: { first: fromB + 1, rows: toB - fromB },
    })),
    moreRanges: Math.max(0, matched.gaps.length - MOST_RANGES),
    examined,
    columns: columns.names
      .map((column, index) => ({ column, rows: rows[index] ?? 0 }))
      .filter(({ rows }) => rows > 0)
      .sort((a, b) => b.rows - a.rows),
    examples,
  };
}

async function comparedColumns(
  before: OpenRows,
  after: OpenRows,
  key: string | undefined,
  types: ReadonlyMap<string, ColumnType>,
): Promise<ComparedColumns> {
  const headerOf = async (open: OpenRows): Promise<string[]> => {
    const file = await open();
    await file.close();
    return file.header.map((name) => name.trim());
  };
  const known = new Set(await headerOf(before));
  const names = (await headerOf(after)).filter((name) => known.has(name));
  const at = key === undefined ? -1 : names.indexOf(key);
  const exact = names.map((name) => {
    const type = types.get(name);
    return type === 'category' || type === 'text';
  });
  return { names, exact, key: at === -1 ? undefined : at };
}

/** What differs in the first changed rows, and the first examples of all. */
async function examine(
  before: OpenRows,
  after: OpenRows,
  columns: ComparedColumns,
  was: RowIndex,
  is: RowIndex,
  { changed, added, removed }: MatchedRows,
): Promise<{ examined: number; rows: number[]; examples: RowExample[] }> {
  const most = Math.min(
    MOST_EXAMINED,
    Math.max(MOST_EXAMPLES, Math.floor(MOST_CELLS / Math.max(1, columns.names.length))),
  );
  const pairs = changed.slice(0, most);
  const [gone, fresh] = [removed.slice(0, MOST_EXAMPLES), added.slice(0, MOST_EXAMPLES)];
  const oldCells = await cellsOf(before, columns, [...pairs.map(([row]) => row), ...gone]);
  const newCells = await cellsOf(after, columns, [...pairs.map(([, row]) => row), ...fresh]);
  const rows = new Array<number>(columns.names.length).fill(0);
  const keyOf = (cells: readonly string[] | undefined) =>
    columns.key === undefined ? {} : { key: clipped(cells?.[columns.key] ?? '') };
  const all: RowExample[] = pairs.map(([a, b]) => {
    const [old, now] = [oldCells.get(a) ?? [], newCells.get(b) ?? []];
    const differ = columns.names.flatMap((column, index) => {
      if (old[index] === now[index]) return [];
      rows[index] = (rows[index] ?? 0) + 1;
      return [{ column, before: clipped(old[index] ?? ''), after: clipped(now[index] ?? '') }];
    });
    return { kind: 'changed', before: was.lines[a] ?? 0, after: is.lines[b] ?? 0, ...keyOf(now), cells: differ };
  });
  for (const row of fresh)
    all.push({ kind: 'added', after: is.lines[row] ?? 0, ...keyOf(newCells.get(row)), cells: [] });
  for (const row of gone)
    all.push({ kind: 'removed', before: was.lines[row] ?? 0, ...keyOf(oldCells.get(row)), cells: [] });
  const place = (example: RowExample): number => example.after ?? example.before ?? 0;
  const examples = all.sort((a, b) => place(a) - place(b)).slice(0, MOST_EXAMPLES);
  return { examined: pairs.length, rows, examples };
}

/** Cells of the rows with these indices. Reads no further than the last of them. */
async function cellsOf(
  open: OpenRows,
  columns: ComparedColumns,
  wanted: readonly number[],
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  const left = new Set(wanted);
  let row = -1;
  if (left.size > 0)
    for await (const { cells } of readCells(open, columns)) {
      row += 1;
      if (!left.delete(row)) continue;
      found.set(row, cells);
      if (left.size === 0) break;
    }
  return found;
}

const clipped = (cell: string): string => (cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL - 3)}...` : cell);
