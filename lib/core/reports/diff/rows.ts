/** Rows that differ between two datasets. */
import type { DataDiff, RowChanges, RowExample } from '../../contracts/data-diff.ts';
import { clipped, type Html, html } from '../html.ts';
import { folded, section, type TableRow, table } from '../parts.ts';
import { counted, integer } from '../words.ts';

const CELL_LETTERS = 40;
const CELLS_SHOWN = 5;

export function rowSections({ rows, verdict }: DataDiff): Html[] {
  if (!rows && verdict === 'equal') return [];
  if (!rows)
    return [
      section(
        'Rows',
        html`<p>Not compared: of one side there is a profile only, no column is in both, or there are too many rows to hold beside each other.</p>`,
      ),
    ];
  return [section('Rows', html`<p>${rowsInWords(rows)}</p>`, examples(rows), ranges(rows))];
}

/** `3 changed, 1 added, 0 removed, 565 equal; matched by patient.` */
export function rowsInWords(rows: RowChanges): string {
  if (rows.basis === 'chunks')
    return rows.ranges.length === 0
      ? `All ${integer(rows.equal)} are equal.`
      : `At least ${integer(rows.equal)} are equal; the others lie in ${counted(rows.ranges.length + rows.moreRanges, 'range')} (from stored chunks: a range may hold equal rows too).`;
  const { equal, changed, added, removed, moved, key } = rows;
  const by = key === undefined ? 'matched by their order' : `matched by ${clipped(key, CELL_LETTERS)}`;
  const order = moved > 0 ? `, ${integer(moved)} in another place` : '';
  return `${integer(changed)} changed, ${integer(added)} added, ${integer(removed)} removed, ${integer(equal)} equal${order}; ${by}.`;
}

function examples(rows: RowChanges): Html | undefined {
  if (rows.basis !== 'rows' || rows.examples.length === 0) return undefined;
  const line = (at: number | undefined): string => (at === undefined ? '–' : integer(at));
  const keyed = rows.key !== undefined;
  return table(
    'Rows that differ',
    [
      { title: 'row' },
      ...(keyed ? [{ title: 'key' }] : []),
      { title: 'line before', number: true },
      { title: 'line after', number: true },
      { title: 'what differs' },
    ],
    rows.examples.map(
      (example): TableRow => [
        example.kind,
        ...(keyed ? [clipped(example.key ?? '', CELL_LETTERS)] : []),
        line(example.before),
        line(example.after),
        cellsOf(example),
      ],
    ),
  );
}

function cellsOf({ cells, kind }: RowExample): Html {
  if (kind !== 'changed') return html`the whole row`;
  const shown = cells
    .slice(0, CELLS_SHOWN)
    .map(
      ({ column, before, after }, i) =>
        html`${i > 0 && '; '}${clipped(column, CELL_LETTERS)}: ${cell(before)} → ${cell(after)}`,
    );
  return html`${shown}${cells.length > CELLS_SHOWN && html` and ${cells.length - CELLS_SHOWN} more`}`;
}

const cell = (text: string): string => (text === '' ? 'empty' : clipped(text, CELL_LETTERS));

function place({ first, rows }: { first: number; rows: number }): string {
  if (rows === 0) return `before ${integer(first)}`;
  return rows === 1 ? integer(first) : `${integer(first)} to ${integer(first + rows - 1)}`;
}

function ranges({ ranges, moreRanges }: RowChanges): Html | undefined {
  if (ranges.length === 0) return undefined;
  return folded(
    `Where: ${counted(ranges.length + moreRanges, 'range')} of rows`,
    html`${table(
      'Ranges of rows that differ',
      [{ title: 'rows before' }, { title: 'rows after' }],
      ranges.map((range): TableRow => [place(range.before), place(range.after)]),
    )}${moreRanges > 0 && html`<p class="muted">and ${counted(moreRanges, 'range')} more</p>`}`,
  );
}
