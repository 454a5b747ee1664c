/**
 * One pass over rows under a known contract: they are checked, split, counted, digested and written, in constant memory.
 * It decides nothing: what rows of several ranges came to is merged first.
 */
import type { Manifest } from '../contracts/manifest/schema.ts';
import { acrossRows, type UniqueColumn, uniqueColumns } from './across-rows.ts';
import { canonicalRows, nameOrder } from './canonical-rows.ts';
import type { CellBatch } from './cell-batch.ts';
import { type TypedReader, type TypedRows, typedReader } from './columns/typed-rows.ts';
import type { Contract } from './contract.ts';
import { refuseCutOff } from './cut-off.ts';
import type { Layout } from './header.ts';
import type { RowsDigest } from './identity/rows-digest.ts';
import { type ProfileBuilder, profileBuilder } from './profile/profile.ts';
import { type Rejections, rejections } from './rejections.ts';
import { rejectsList } from './rejects-list.ts';
import { splitBy } from './split.ts';
import { splitPlan } from './split-plan.ts';
import type { UniqueLook } from './whole-columns.ts';
import { type Lines, lineWriter } from './write-rows.ts';

export const ROWS_FILES = ['trainFeatures', 'trainLabels', 'holdoutFeatures', 'holdoutLabels', 'rejects'] as const;
export type RowsFile = (typeof ROWS_FILES)[number];
/** Takes the next piece of a file, whose memory is used again once this resolves. */
export type WriteRows = (file: RowsFile, piece: string | Uint8Array) => Promise<void>;

/** How the rows of one side of the split came out. */
export interface Side {
  rows: number;
  positives: number;
}

/** What rows came to, of a file or of a range of it. */
export interface RowsRead {
  rejected: Rejections;
  sides: { train: Side; holdout: Side };
  profile: ProfileBuilder;
  flattenedCells: number;
  /** Columns whose values were told apart over all rows. */
  unique: readonly UniqueLook[];
}

/** Sides of the split, as lines are chosen by them. */
const TRAIN = 0;
const HOLDOUT = 1;

/** The reader of a contract's columns. */
export const contractReader = (
  contract: Contract,
  layout: Layout,
  unique: readonly UniqueColumn[] = uniqueColumns(contract.rules),
): TypedReader => typedReader(contract, layout, (places) => acrossRows(contract, places, unique));

/** Of nothing yet. @param leastEvery what the row sample comes to at least */
export const noRows = (contract: Contract, reader: TypedReader, leastEvery?: number): RowsRead => ({
  rejected: rejections(),
  sides: { train: { rows: 0, positives: 0 }, holdout: { rows: 0, positives: 0 } },
  profile: profileBuilder(
    reader,
    [...contract.rules, contract.target].map(({ name }) => name),
    true,
    leastEvery,
  ),
  flattenedCells: 0,
  unique: [],
});

export interface ReadRows {
  manifest: Manifest;
  layout: Layout;
  contract: Contract;
  /** How the line of a rejected row is written; absent: as its number. */
  placeOf?: ((line: number) => string) | undefined;
  /** Of a split by time: see time-cut.ts. */
  timeCut?: number | undefined;
  /** Of a range: with the values that came before it. */
  unique?: readonly UniqueColumn[];
  /** Of a range: what the row sample of the whole file comes to at least. */
  leastEvery?: number;
}

/** @throws UnreadableFile */
export async function readRows(
  batches: AsyncIterable<CellBatch>,
  {
    manifest,
    layout,
    contract,
    placeOf = String,
    timeCut,
    leastEvery,
    unique = uniqueColumns(contract.rules),
  }: ReadRows,
  digest: Pick<RowsDigest, 'add'>,
  write: WriteRows,
): Promise<RowsRead> {
  const reader = contractReader(contract, layout, unique);
  const read = noRows(contract, reader, leastEvery);
  const canonical = canonicalRows(contract.schema, reader, layout.id);
  const isHeldOut = splitBy(manifest.model, nameOrder(contract.schema), splitPlan(manifest.data, contract, timeCut));
  const features = contract.rules.length;
  const lines = lineWriter();
  const files: [RowsFile, Lines][] = [
    ['trainFeatures', { side: TRAIN, first: 0, last: features - 1 }],
    ['trainLabels', { side: TRAIN, first: features, last: features }],
    ['holdoutFeatures', { side: HOLDOUT, first: 0, last: features - 1 }],
    ['holdoutLabels', { side: HOLDOUT, first: features, last: features }],
  ];
  const rejects = rejectsList(placeOf);
  const isPositive = positiveLabel(contract, reader);

  try {
    for await (const batch of batches) {
      refuseCutOff(batch);
      const typed = reader.read(batch);
      for (const { line, faults } of typed.rejected) read.rejected.add(line, faults);
      read.profile.add(typed);
      const rows = canonical.rows(typed);
      digest.add(rows.bytes, rows.ends, rows.rows);
      const sides = new Uint8Array(rows.rows);
      for (let row = 0; row < rows.rows; row++) {
        const held = isHeldOut(rows, row, typed);
        sides[row] = held ? HOLDOUT : TRAIN;
        const side = held ? read.sides.holdout : read.sides.train;
        side.rows += 1;
        if (isPositive(typed, row)) side.positives += 1;
      }
      const listed = rejects.linesOf(typed.rejected);
      if (listed !== '') await write('rejects', listed);
      for (const [file, cells] of files) {
        const piece = lines.linesOf(rows, sides, cells);
        if (piece.length > 0) await write(file, piece);
      }
    }
  } finally {
    canonical.release();
  }
  const rest = rejects.rest();
  if (rest !== '') await write('rejects', rest);
  return { ...read, flattenedCells: lines.flattened, unique };
}

function positiveLabel(
  { schema, rules }: Contract,
  { levels }: TypedReader,
): (rows: TypedRows, row: number) => boolean {
  const label = schema.target.labels?.[1];
  const id = label === undefined ? undefined : levels[rules.length]?.table.idOfText(label);
  return ({ levels: ids }, row) => id !== undefined && ids[rules.length]?.[row] === id;
}
