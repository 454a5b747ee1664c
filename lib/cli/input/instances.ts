/** Rows to be predicted, from what people have: a CSV file with a header, JSON lines, or a request's own JSON. */
import { rowTexts } from '../../core/data/cell-text.ts';
import { openCsv } from '../../core/data/readers/csv.ts';
import { UnreadableFile } from '../../core/data/readers/unreadable-file.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** A row by column name, or values in contract order. */
export type Instance = Record<string, unknown> | unknown[];

export interface Instances {
  rows: Instance[];
  /** Names the rows where the file has an id: shown beside the answers. */
  ids?: string[];
}

export interface CsvColumns {
  /** Columns of the file that are no features: target, id, ignored ones. */
  left: ReadonlySet<string>;
  id?: string | undefined;
}

const bad = (message: string, mend: string): CommandFailure => new CommandFailure(EXIT.usage, message, mend);

/** Whether content is JSON: a CSV header begins with no bracket. */
export const looksLikeJson = (content: Uint8Array): boolean =>
  /^\s*[{[]/.test(new TextDecoder().decode(content.subarray(0, 64)));

/**
 * `{"instances": [...]}`, an array of rows, one row, or a row a line.
 *
 * @throws CommandFailure naming the line that is no JSON
 */
export function jsonInstances(text: string): Instances {
  const whole = parsed(text);
  if (whole !== undefined) return { rows: rowsOf(whole) };
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const rows = lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      const row = parsed(line);
      if (isInstance(row)) return row;
      throw bad(`line ${number} is no row in JSON`, 'one object or array a line, or {"instances": [...]}');
    });
  return { rows };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isInstance = (value: unknown): value is Instance => typeof value === 'object' && value !== null;

function rowsOf(value: unknown): Instance[] {
  const listed = isInstance(value) && !Array.isArray(value) && 'instances' in value ? value['instances'] : value;
  if (Array.isArray(listed) && listed.every(isInstance)) return listed;
  if (isInstance(listed) && !Array.isArray(listed)) return [listed];
  throw bad('the JSON holds no rows', 'write {"instances": [{"<column>": value, ...}, ...]}');
}

/**
 * The rows of a CSV file by the names of its header, as texts; empty cells are missing values.
 *
 * @param most rows that are read at most
 * @throws CommandFailure naming the line that cannot be read
 */
export async function csvInstances(
  source: AsyncIterable<Uint8Array>,
  { left, id }: CsvColumns,
  most = Number.POSITIVE_INFINITY,
): Promise<Instances> {
  const rows: Instance[] = [];
  const ids: string[] = [];
  try {
    const file = await openCsv(source);
    const names = file.header.map((name) => name.trim());
    const idAt = id === undefined ? -1 : names.indexOf(id);
    const features = names.flatMap((name, at) => (left.has(name) ? [] : [{ name, at }]));
    reading: for await (const batch of file.batches)
      for (const [at, { line, cells, fault }] of rowTexts(batch).entries()) {
        if (rows.length >= most) break reading;
        if (fault)
          throw bad(
            `line ${line} cannot be read: ${fault === 'wrong-cell-count' ? `${batch.counts?.[at]} cells, the header has ${names.length}` : fault}`,
            'mend the line, or leave it out; --no-header when the first line is a row',
          );
        rows.push(
          Object.fromEntries(
            features.map(({ name, at }) => [name, (cells[at] ?? '').trim() === '' ? null : cells[at]]),
          ),
        );
        if (idAt !== -1) ids.push(cells[idAt] ?? '');
      }
    await file.close();
  } catch (error) {
    if (error instanceof UnreadableFile) throw bad(error.message, error.mend);
    throw error;
  }
  return { rows, ...(ids.length > 0 ? { ids } : {}) };
}

/** Bodies of at most `mostBytes` (one row at least), in the order of the rows. */
export function* bodiesOf(rows: readonly Instance[], mostBytes: number): Generator<{ body: string; rows: number }> {
  let parts: string[] = [];
  let bytes = 0;
  const body = () => ({ body: `{"instances":[${parts.join(',')}]}`, rows: parts.length });
  for (const row of rows) {
    const text = JSON.stringify(row);
    const size = Buffer.byteLength(text) + 1;
    if (parts.length > 0 && bytes + size > mostBytes) {
      yield body();
      parts = [];
      bytes = 0;
    }
    parts.push(text);
    bytes += size;
  }
  if (parts.length > 0) yield body();
}
