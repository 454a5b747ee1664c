/** Tables of texts in Trino's memory, as OpenCSVSerDe would give them from a file. */
import { identifier, text } from '../../../lib/core/data/sql/words.ts';
import type { TrinoClient } from './server/client.ts';

/** Texts that no cell holds (Unicode noncharacters), between cells and between rows. */
const CELL = '\uFDD0';
const ROW = '\uFDD1';
/** Of a statement: Trino keeps its text, and all that is made of it, in memory. */
const ROWS_AT_ONCE = 20_000;

/** @param rows cells in the order of the header */
export async function loadTable(
  { rows: ask }: TrinoClient,
  table: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const name = identifier(table);
  await ask(`DROP TABLE IF EXISTS ${name}`);
  await ask(`CREATE TABLE ${name} (${header.map((column) => `${identifier(column)} VARCHAR`).join(', ')})`);
  // One text taken apart by Trino: a list of values would be as many expressions as there are cells.
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const lines = rows.slice(at, at + ROWS_AT_ONCE).map((row) => row.join(CELL));
    await ask(
      `INSERT INTO ${name} SELECT ${header.map((_, i) => `cells[${i + 1}]`).join(', ')}
FROM (SELECT split(line, ${text(CELL)}) AS cells FROM UNNEST(split(${text(lines.join(ROW))}, ${text(ROW)})) AS lines (line))`,
    );
  }
}
