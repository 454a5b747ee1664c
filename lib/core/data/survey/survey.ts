/** Looks over a file before there is a manifest: what its columns are, and some of its rows. */
import { rowTexts } from '../cell-text.ts';
import type { TableFile } from '../readers/table-file.ts';
import { type ColumnSurvey, columnCounter } from './column.ts';
import { rowSample } from './row-sample.ts';

export interface FileSurvey {
  /** Rows that could be read. */
  rows: number;
  /** Rows that could not: too few or too many cells, not UTF-8, broken quotes. */
  unreadable: number;
  /** False when only the beginning was read. */
  whole: boolean;
  columns: ColumnSurvey[];
  /** A sample of whole rows, cells in the order of `columns`. */
  sample: string[][];
}

export interface SurveyLimits {
  /** Characters of cells that are read; the rest of a larger file is left. */
  bytes: number;
  /** Different cells told apart, cells kept in the sample: over all columns. */
  cells: number;
}

export const SURVEY_LIMITS: SurveyLimits = { bytes: 256 * 1024 * 1024, cells: 4_000_000 };
const MOST_SAMPLED = 20_000;
/** As a new manifest has it: `data.maxRejectedShare`. */
const TOLERANCE = 0.01;

/**
 * Reads a file once, in bounded memory, and closes it. Names are trimmed, as the check does.
 *
 * @throws UnreadableFile
 */
export async function surveyFile(file: TableFile, limits: SurveyLimits = SURVEY_LIMITS): Promise<FileSurvey> {
  const names = file.header.map((name) => name.trim());
  const mostDistinct = Math.max(1000, Math.floor(limits.cells / names.length));
  const columns = names.map((name) => columnCounter(name, mostDistinct));
  const sample = rowSample(Math.max(100, Math.min(MOST_SAMPLED, Math.floor(limits.cells / names.length))));
  let [rows, unreadable, read] = [0, 0, 0];
  let whole = true;
  try {
    reading: for await (const batch of file.batches)
      for (const [index, { cells, fault }] of rowTexts(batch).entries()) {
        if (read > limits.bytes) {
          whole = false;
          break reading;
        }
        if (fault) {
          unreadable += 1;
          continue;
        }
        rows += 1;
        columns.forEach((column, position) => {
          const cell = cells[position] ?? '';
          read += cell.length + 1;
          column.add(cell);
        });
        sample.add(batch.firstRow + index, cells);
      }
  } finally {
    await file.close();
  }
  return {
    rows,
    unreadable,
    whole,
    columns: columns.map((column) => column.survey(TOLERANCE)),
    sample: sample.rows(),
  };
}
