/** Which numeric columns move together. */
import type { ReportContent } from '../../data/report/content.ts';
import { correlationMatrix } from '../figures/correlation-matrix.ts';
import { clipped, type Html, html } from '../html.ts';
import { figure, section, type TableRow, table } from '../parts.ts';
import { counted } from '../words.ts';

type Correlations = NonNullable<ReportContent['correlations']>;

const MOST_COLUMNS = 12;
const MOST_PAIRS = 10;
/** A weaker pair is not worth a line. */
const LEAST = 0.3;
const NAME_LETTERS = 40;

interface Pair {
  a: number;
  b: number;
  value: number;
}

/** The upper triangle row by row. */
function pairsOf({ columns, values }: Correlations): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  for (let a = 0; a < columns.length; a++)
    for (let b = a + 1; b < columns.length; b++) {
      const value = values[at++];
      if (value !== null && value !== undefined) pairs.push({ a, b, value });
    }
  return pairs.sort((x, y) => Math.abs(y.value) - Math.abs(x.value) || x.a - y.a || x.b - y.b);
}

/** @param rows the sample they were computed from */
export function correlationSection(correlations: Correlations | undefined, rows: number): Html[] {
  if (!correlations || correlations.columns.length < 2) return [];
  const { columns } = correlations;
  const pairs = pairsOf(correlations);
  const strong = pairs.filter(({ value }) => Math.abs(value) >= LEAST);
  if (strong.length === 0)
    return [
      section(
        'Columns that move together',
        html`<p>None: no two of the ${counted(columns.length, 'numeric column')} have a correlation of ${LEAST} or more.</p>`,
      ),
    ];
  const shown = strongest(strong);
  const places = new Map(pairs.map(({ a, b, value }) => [`${a} ${b}`, value]));
  const of = (i: number, k: number): number | undefined => {
    const [a, b] = [shown[i] ?? 0, shown[k] ?? 0];
    return places.get(`${Math.min(a, b)} ${Math.max(a, b)}`);
  };
  const name = (at: number): string => clipped(columns[at] ?? '', NAME_LETTERS);
  const [first] = strong;
  const drawing = correlationMatrix(
    first ? `${name(first.a)} and ${name(first.b)} have the strongest correlation, ${first.value.toFixed(2)}` : '',
    shown.map(name),
    of,
  );
  const listed = strong
    .slice(0, MOST_PAIRS)
    .map(({ a, b, value }): TableRow => [html`${name(a)} · ${name(b)}`, value.toFixed(2)]);
  const left = strong.length - listed.length;
  return [
    section(
      'Columns that move together',
      html`<article class="card"><div>${table('Strongest correlations', [{ title: 'pair' }, { title: 'correlation', number: true }], listed)}${left > 0 && html`<p class="muted">and ${counted(left, 'pair')} more of ${LEAST} or more</p>`}</div><div>${figure(drawing, html`The fuller, the stronger; with a dash: one falls as the other rises. Pearson's correlation over ${counted(rows, 'row')}; ${shown.length} of ${counted(columns.length, 'numeric column')}.`)}</div></article>`,
    ),
  ];
}

/** Columns of the strongest pairs, in their own order. */
function strongest(pairs: readonly Pair[]): number[] {
  const found = new Set<number>();
  for (const { a, b } of pairs) {
    if (found.size + (found.has(a) ? 0 : 1) + (found.has(b) ? 0 : 1) > MOST_COLUMNS) break;
    found.add(a).add(b);
  }
  return [...found].sort((a, b) => a - b);
}
