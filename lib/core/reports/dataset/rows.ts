/** Rows of the file: how many were kept, which were set aside, how many are equal. */
import type { ReportContent } from '../../data/report/content.ts';
import { clipped, type Html, html } from '../html.ts';
import { section, type TableRow, table } from '../parts.ts';
import { counted, integer, percent, shareOf } from '../words.ts';
import { NAME_LETTERS } from './column.ts';

/** `47,902 of 48,211 rows (309 set aside, 0.64 %, limit 1 %)` */
export function keptRows({ rows, rejected, allowedShare }: ReportContent): string {
  const all = rows + rejected;
  if (rejected === 0) return `all ${counted(all, 'row')}`;
  return `${integer(rows)} of ${counted(all, 'row')} (${integer(rejected)} set aside, ${shareOf(rejected / all)}, limit ${percent(allowedShare)})`;
}

/** @param where all of them are */
export function setAside({ reasons, rejected }: ReportContent, where: string): Html {
  if (rejected === 0) return section('Rows set aside', html`<p>None.</p>`);
  const rows = reasons.map(
    ({ column, reason, count, lines, files }): TableRow => [
      reason.replaceAll('-', ' '),
      clipped(column ?? '–', NAME_LETTERS),
      integer(count),
      lines.map((line, index) => (files ? `${files[index]}:${line}` : integer(line))).join('; '),
    ],
  );
  return section(
    'Rows set aside',
    table(
      'Rows set aside',
      [{ title: 'reason' }, { title: 'column' }, { title: 'rows', number: true }, { title: 'first lines' }],
      rows,
    ),
    html`<p class="muted">Lines are those of the file; the header is line 1. ${where}</p>`,
  );
}

/** `12 (0.3 %)`; undefined where it was not counted. */
export function equalRows({ duplicates }: ReportContent): string | undefined {
  if (!duplicates) return undefined;
  const { rows, repeated } = duplicates;
  return repeated === 0 ? 'none' : `${integer(repeated)} (${shareOf(rows === 0 ? 0 : repeated / rows)})`;
}

/** What the numbers of a report rest on. */
export function computed({ sample, rows }: ReportContent): Html {
  const part =
    sample && sample.every > 1
      ? `Quantiles, correlations and the relation to the target come from ${counted(sample.rows, 'row')}, one in ${integer(sample.every)}, chosen by a hash of its number: the rank of a quantile is off by more than ${percent(sample.rankError)} of the rows less than once in a million.`
      : sample
        ? `Everything is exact: all ${counted(rows, 'row')} were looked at.`
        : 'Quantiles are exact up to a million values a column and from a uniform sample beyond.';
  return section(
    'How this was computed',
    html`<p>One pass over the rows that were kept. Counts, means and extremes are exact. ${part} Bars are made of 256 quantile bins. Values of columns whose values are mostly different, such as names and ids, are counted and never shown.</p>`,
  );
}
