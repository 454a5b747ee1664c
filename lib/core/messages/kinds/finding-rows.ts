import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { integer } from '../text/words.ts';

const SHOWN = 5;

/** Findings of a check, a line each. @param more findings that the notice does not hold */
export function findingRows(findings: NoticeOf<'upload-refused'>['findings'], more = 0): string[] {
  const width = Math.max(
    0,
    ...findings.slice(0, SHOWN).map(({ count }) => (count === undefined ? 0 : integer(count).length)),
  );
  const rows = findings.slice(0, SHOWN).map(({ column, what, count, line }) => {
    const head = width === 0 ? '' : `${(count === undefined ? '' : integer(count)).padStart(width)}  `;
    const name = column === undefined ? '' : `${ascii(column, 20)}  `;
    const place = line === undefined ? '' : `  first at line ${integer(line)}`;
    return `${head}${name}${ascii(what, Math.max(12, 65 - head.length - name.length - place.length))}${place}`;
  });
  const rest = more + findings.length - rows.length;
  return rest > 0 ? [...rows, `and ${integer(rest)} more`] : rows;
}
