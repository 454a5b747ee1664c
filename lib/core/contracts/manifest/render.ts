/** Shows the faults of a manifest the way a compiler does: place, code, the line with a marker, the mend. */
import { type PlacedIssue, placeIssues } from './places.ts';

const MOST_SHOWN = 20;
const MOST_COLUMNS = 110;

/**
 * All issues by line, at most 20, then the count. Ends without a line break.
 *
 * @param issues from `parseManifestYaml`, `tighten` or the API; those without a place are looked up in `text`
 */
export function renderManifestIssues(fileName: string, text: string, issues: readonly PlacedIssue[]): string {
  const lines = text.split('\n');
  const placed = placeIssues(text, issues);
  const blocks = placed.slice(0, MOST_SHOWN).map((issue) => block(fileName, lines, issue));
  const hidden = placed.length > MOST_SHOWN ? `, the first ${MOST_SHOWN} are shown` : '';
  const count = placed.length === 1 ? '1 error' : `${placed.length} errors`;
  return [...blocks, `${count}${hidden}, nothing was sent.   Codes: lib/docs/errors.md`].join('\n');
}

function block(fileName: string, lines: readonly string[], { at, code, message, mend }: PlacedIssue): string {
  const place = at ? `${fileName}:${at.line}:${at.column}` : fileName;
  const source = at ? lines[at.line - 1]?.replace(/\r$/, '') : undefined;
  const head = `${place}  error ${code}   ${printable(message)}`;
  const marked = at && source?.trim() ? markedLine(at.line, source, at.column, at.length) : [];
  return [head, ...marked, `   mend: ${printable(mend)}`].join('\n');
}

/** A long line is cut to the part around the marker. */
function markedLine(line: number, source: string, column: number, length: number): string[] {
  const from = column > MOST_COLUMNS - 20 ? column - 20 : 0;
  const shown = printable(source.slice(from, from + MOST_COLUMNS));
  const number = String(line).padStart(4);
  const marker = '^'.repeat(Math.max(1, Math.min(length, shown.length - (column - 1 - from))));
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${' '.repeat(column - 1 - from)}${marker}`];
}

/** Control characters (escape sequences among them) must not reach a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ');
}
