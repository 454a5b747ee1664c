/** What is wrong, what was told, and what is worth a look: worst first. */
import type { Finding } from '../../contracts/check.ts';
import type { ReportContent } from '../../data/report/content.ts';
import { clipped, type Html, html, joined } from '../html.ts';
import { columnId, list, section } from '../parts.ts';
import { counted, integer } from '../words.ts';
import { NAME_LETTERS } from './column.ts';

/** Findings that are listed; the rest are on their columns. */
const MOST = 40;

/** A column as a link to its place, where it is on the page. */
function linked(column: string, places: ReadonlyMap<string, string>): Html {
  const name = clipped(column, NAME_LETTERS);
  const place = places.get(column);
  return place === undefined ? html`<b>${name}</b>` : html`<a href="#${place}">${name}</a>`;
}

const placesOf = (columns: ReportContent['columns']): Map<string, string> =>
  new Map(columns.map(({ name }, i) => [name, columnId(i)]));

/** Findings of the check with what was expected and seen. @param word of each finding */
export function checkFindings(
  heading: string,
  found: readonly Finding[],
  columns: ReportContent['columns'],
  { tone, more = 0 }: { tone: 'bad' | 'none'; more?: number },
): Html[] {
  if (found.length === 0) return [];
  const places = placesOf(columns);
  const items = found.slice(0, MOST).map(({ column, rule, expected, seen, lines = [], cause, mend }) => {
    const name = column === undefined ? undefined : html`${linked(column, places)} `;
    return html`${name}<span class="word ${tone}">${rule.replaceAll('-', ' ')}</span><dl class="finding"><dt>expected</dt><dd>${clipped(expected, 300)}</dd><dt>seen</dt><dd>${clipped(seen, 300)}</dd>${lines.length > 0 && html`<dt>lines</dt><dd>${lines.map(integer).join('; ')}</dd>`}${cause !== undefined && html`<dt>likely cause</dt><dd><b>${clipped(cause, 300)}</b></dd>`}<dt>mend</dt><dd>${clipped(mend, 300)}</dd></dl>`;
  });
  const left = found.length - items.length + more;
  return [
    section(
      heading,
      list(items),
      left > 0 ? html`<p class="muted">and ${counted(left, 'finding')} more</p>` : undefined,
    ),
  ];
}

/** What the profile alone shows. */
export function remarks({ findings, columns }: ReportContent): Html {
  if (findings.length === 0)
    return section(
      'Worth a look',
      html`<p>Nothing: no column is empty, constant or mixed, and none gives the target away.</p>`,
    );
  const places = placesOf(columns);
  const items = findings.slice(0, MOST).map(({ column, text }) => joined([linked(column, places), html`${text}`], ' '));
  const left = findings.length - items.length;
  return section(
    'Worth a look',
    list(items),
    left > 0 ? html`<p class="muted">and ${counted(left, 'finding')} more, marked at their columns</p>` : undefined,
  );
}
