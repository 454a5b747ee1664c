/** Cells of a file by line and column: what a finding is about, for whoever may see it. */
import { rowTexts } from '../cell-text.ts';
import type { OpenFile } from './profile-file.ts';

export interface Place {
  line: number;
  column: string;
}

const LONGEST = 60;

/**
 * Reads the file up to the last line that is wanted.
 *
 * @returns by `<line>\0<column>`, at most 60 characters of each; a place that has no cell is left out
 */
export async function cellsAt(open: OpenFile, places: readonly Place[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const byLine = new Map<number, string[]>();
  for (const { line, column } of places) byLine.set(line, [...(byLine.get(line) ?? []), column]);
  const last = Math.max(0, ...byLine.keys());
  if (last === 0) return found;
  const file = await open();
  const positions = new Map(file.header.map((name, index) => [name.trim(), index]));
  try {
    for await (const batch of file.batches)
      for (const { line, cells } of rowTexts(batch)) {
        for (const column of byLine.get(line) ?? []) {
          const cell = cells[positions.get(column) ?? -1];
          if (cell !== undefined) found.set(placeKey({ line, column }), cell.slice(0, LONGEST));
        }
        if (line >= last) return found;
      }
  } finally {
    await file.close();
  }
  return found;
}

export const placeKey = ({ line, column }: Place): string => `${line}\0${column}`;
