/** Two CSV libraries, set to the dialect that our reader reads as far as they know it. */
import { CsvError, parse } from 'csv-parse/sync';
import Papa from 'papaparse';

/** Our dialect: RFC 4180, any line end, rows of any width, blank lines left out, a quote within plain text is text. */
const dialect = (delimiter: string) => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
});

/** @throws CsvError for a quote that is never closed */
export const byCsvParse = (bytes: Buffer, delimiter: string): string[][] =>
  parse(bytes, { ...dialect(delimiter), bom: true, relax_quotes: true }) as string[][];

/** The first row of some lines: its cells, and how many bytes it takes with its line end. Undefined when its quote never closes. */
export function firstRow(bytes: Buffer, delimiter: string): { cells: string[]; bytes: number } | undefined {
  try {
    const [first] = parse(bytes, { ...dialect(delimiter), relax_quotes: true, to: 1, raw: true }) as unknown as {
      raw: string;
      record: string[];
    }[];
    const length = Buffer.byteLength(first?.raw ?? '');
    // csv-parse leaves the second byte of a line end out.
    const lineFeed = bytes[length - 1] === 0x0d && bytes[length] === 0x0a ? 1 : 0;
    return { cells: first?.record ?? [], bytes: length + lineFeed };
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined;
    throw error;
  }
}

/**
 * csv-parse's code for what is wrong with some lines; undefined when it takes them.
 *
 * @param bytes a byte order mark is text here: lines within a file may begin with one
 * @param lenient takes text behind a closing quote
 */
export function faultByCsvParse(bytes: Buffer, delimiter: string, lenient: boolean): string | undefined {
  try {
    parse(bytes, { ...dialect(delimiter), relax_quotes: lenient });
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

/**
 * Papa Parse knows one line end a file, so the file it is given has LF only, in its cells too. It cannot tell a quoted
 * empty cell alone on a line from a blank line: rows of one empty cell are left out.
 */
export function byPapaParse(bytes: Buffer, delimiter: string): string[][] {
  const text = withLf(bytes.toString('utf8'));
  return asPapaTells(Papa.parse<string[]>(text, { delimiter, newline: '\n', quoteChar: '"', header: false }).data);
}

/** Rows as Papa Parse can tell them. */
export const asPapaTells = (rows: readonly (readonly string[])[]): string[][] =>
  rows.filter((cells) => cells.length !== 1 || cells[0] !== '').map((cells) => cells.map(withLf));

const withLf = (text: string): string => text.replace(/\r\n?/g, '\n');
