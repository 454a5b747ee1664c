/**
 * One pass over rows under a known contract: they are checked, split, counted, digested and written, in constant memory.
 * It decides nothing: what rows of several ranges came to is merged first.
 */
import type { Manifest } from '../contracts/manifest/schema.ts';
import { canonicalRows } from './canonical-row.ts';
import type { CellBatch } from './cell-batch.ts';
import { rowTexts } from './cell-text.ts';
import type { Contract } from './contract.ts';
import { refuseCutOff } from './cut-off.ts';
import { notFormula } from './formula.ts';
import type { Layout } from './header.ts';
import type { RowsDigest } from './identity/rows-digest.ts';
import { type ProfileBuilder, profileBuilder } from './profile/profile.ts';
import { type Rejections, reasonText, rejections } from './rejections.ts';
import { rowCheck } from './row-check.ts';
import { inHoldout } from './split.ts';
import { type RowSample, rowSample } from './survey/row-sample.ts';
import { csvWriter } from './write-csv.ts';

export type RowsFile = 'trainFeatures' | 'trainLabels' | 'holdoutFeatures' | 'holdoutLabels' | 'rejects';
/** Takes the next piece of a file. */
export type WriteRows = (file: RowsFile, text: string) => Promise<void>;

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
  /** Whole rows: the features in contract order, then the target. */
  sample: RowSample;
  flattenedCells: number;
}

export const REJECTS_HEADER = 'line,column,reason\n';
/** Lines of `rejects` that are written, of one reading. */
export const MOST_REJECTS_LISTED = 10_000;
/** Size of the sample of whole rows. */
const SAMPLED_CELLS = 50_000;
const LEAST_SAMPLED = 100;

/** Of nothing yet. */
export const noRows = (contract: Contract): RowsRead => ({
  rejected: rejections(),
  sides: { train: { rows: 0, positives: 0 }, holdout: { rows: 0, positives: 0 } },
  profile: profileBuilder(contract),
  sample: rowSample(Math.max(LEAST_SAMPLED, Math.floor(SAMPLED_CELLS / (contract.rules.length + 1)))),
  flattenedCells: 0,
});

export interface ReadRows {
  manifest: Manifest;
  layout: Layout;
  contract: Contract;
  /** How the line of a rejected row is written; absent: as its number. */
  placeOf?: ((line: number) => string) | undefined;
}

/** @throws UnreadableFile */
export async function readRows(
  batches: AsyncIterable<CellBatch>,
  { manifest, layout, contract, placeOf = String }: ReadRows,
  digest: Pick<RowsDigest, 'add'>,
  write: WriteRows,
): Promise<RowsRead> {
  const check = rowCheck(contract, layout);
  const canonical = canonicalRows(contract.schema);
  const read = noRows(contract);
  const writer = csvWriter();
  const positive = contract.schema.target.labels?.[1];
  let listed = 0;

  for await (const batch of batches) {
    const out = { trainFeatures: '', trainLabels: '', holdoutFeatures: '', holdoutLabels: '', rejects: '' };
    let digested = '';
    refuseCutOff(batch);
    const ends = new Int32Array(batch.rows);
    let ended = 0;
    let end = 0;
    for (const [index, row] of rowTexts(batch).entries()) {
      const checked = check(row);
      if ('faults' in checked) {
        read.rejected.add(row.line, checked.faults);
        for (const fault of checked.faults)
          if (listed++ < MOST_REJECTS_LISTED)
            out.rejects += writer.line([
              placeOf(row.line),
              notFormula(fault.column ?? ''),
              notFormula(reasonText(fault)),
            ]);
        continue;
      }
      const { kept } = checked;
      const text = canonical(kept);
      digested += text.all;
      end += Buffer.byteLength(text.all);
      ends[ended++] = end;
      read.profile.add(kept);
      read.sample.add(batch.firstRow + index, kept.cells, kept.target);
      const side = inHoldout(manifest.model, kept.id ?? text.features) ? 'holdout' : 'train';
      read.sides[side].rows += 1;
      if (kept.target === positive) read.sides[side].positives += 1;
      out[`${side}Features`] += writer.line(kept.cells);
      out[`${side}Labels`] += writer.line([kept.target]);
    }
    digest.add(Buffer.from(digested), ends, ended);
    for (const [file, text] of Object.entries(out) as [RowsFile, string][]) if (text !== '') await write(file, text);
  }
  return { ...read, flattenedCells: writer.flattened };
}
