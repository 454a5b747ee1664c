/** What our CSV reader says of a file, as plain values. */
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import type { CsvLimits } from '../../../../lib/core/data/readers/csv-limits.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';

export interface ReadRow {
  line: number;
  cells: string[];
  fault?: string;
}

export interface ReadFile {
  delimiter?: string;
  header?: { line: number; cells: string[] };
  /** Up to a refusal, where there is one. */
  rows: ReadRow[];
  refused?: { reason: string; line?: number };
}

export async function readCsv(bytes: Buffer, pieces: readonly number[], limits: CsvLimits): Promise<ReadFile> {
  const read: ReadFile = { rows: [] };
  try {
    const file = await openCsv(inPieces(bytes, pieces), limits);
    read.delimiter = file.delimiter;
    read.header = { line: file.headerLine, cells: file.header };
    for await (const batch of file.batches)
      for (const { line, cells, fault } of rowTexts(batch))
        read.rows.push({ line, cells, ...(fault ? { fault } : {}) });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { reason, line } = error;
    read.refused = { reason, ...(line === undefined ? {} : { line }) };
  }
  return read;
}

async function* inPieces(bytes: Buffer, pieces: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, pieces[i % pieces.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
