/** The page of a dataset: accepted or not at a glance, then what to look at, then each column. */
import type { DatasetReport } from '../data/dataset-report.ts';
import { FOR_COLUMNS, fitInto } from './budget.ts';
import { BRIEF_COLUMNS, briefRow, type ColumnRow, columnCard, NAME_LETTERS } from './dataset/column.ts';
import { clipped, type Html, html, joined } from './html.ts';
import { renderPage } from './page.ts';
import { columnId, type Fact, factList, list, section, type TableRow, table, tableRow } from './parts.ts';
import { counted, instant, integer, percent, shareOf, shortDigest, size, written } from './words.ts';

/** Findings that are listed; the rest are on their columns. */
const FINDINGS = 40;

/** Rules of findings as a word beside the column. */
const RULE_WORDS: Readonly<Record<DatasetReport['findings'][number]['rule'], string>> = {
  'target-leak': 'gives the target away?',
  empty: 'empty',
  constant: 'constant',
  'mixed-types': 'mixed types',
  'hidden-nulls': 'hidden nulls',
  nulls: 'many nulls',
  'new-levels': 'new levels',
  identifier: 'identifier',
};

/** @returns a whole HTML document, under 900 kB; equal reports give equal text */
export function datasetPage(report: DatasetReport): string {
  const { model, run, file, dataset, checked, manifestRevision } = report;
  return renderPage({
    title: `${model}: dataset ${shortDigest(dataset)}`,
    kicker: 'Sluice dataset report',
    heading: `${model}: ${clipped(file, 60)}`,
    about: [
      `dataset ${shortDigest(dataset)}`,
      `checked ${instant(checked)}`,
      `manifest revision ${manifestRevision}`,
      `run ${run.slice(0, 8)}`,
      `from ${clipped(report.author.split('/').at(-1) ?? '', 40)}`,
    ],
    verdict: { tone: 'ok', word: 'Accepted:', rest: verdict(report) },
    body: [factList(facts(report)), findings(report), setAside(report), ...columns(report), computed()],
    source: `Dataset ${dataset}, run ${run}. The same as JSON: GET /v1/models/${model}/runs/${run}/report, or report.json beside the dataset.`,
  });
}

function verdict({ rows, rejected, allowedShare }: DatasetReport): string {
  const all = rows + rejected;
  if (rejected === 0) return `all ${counted(all, 'row')}`;
  return `${integer(rows)} of ${counted(all, 'row')} (${integer(rejected)} set aside, ${shareOf(rejected / all)}, limit ${percent(allowedShare)})`;
}

function facts({ rows, columns, target, positive, train, holdout, bytes, task }: DatasetReport): Fact[] {
  const range =
    target.kind === 'number' && target.median !== undefined
      ? `${written(target.min, target.type)} to ${written(target.max, target.type)}, median ${written(target.median, target.type)}`
      : undefined;
  return [
    ['rows', integer(rows)],
    ['columns', `${integer(columns.length)} and the target`],
    ['task', task.replace('-', ' ')],
    [
      `target ${clipped(target.name, 24)}`,
      positive ? `${percent(positive.share)} ${clipped(positive.label, 24)}` : (range ?? 'not shown'),
    ],
    ['split', `${integer(train)} to train, ${integer(holdout)} held out`],
    ['size', size(bytes)],
  ];
}

function findings(report: DatasetReport): Html {
  if (report.findings.length === 0)
    return section(
      'Worth a look',
      html`<p>Nothing: no column is empty, constant or mixed, and none gives the target away.</p>`,
    );
  const places = new Map(report.columns.map(({ name }, i) => [name, columnId(i)]));
  const shown = report.findings.slice(0, FINDINGS);
  const items = shown.map(({ column, text }) => {
    const place = places.get(column);
    const name = clipped(column, NAME_LETTERS);
    return html`${place === undefined ? html`<b>${name}</b>` : html`<a href="#${place}">${name}</a>`} ${text}`;
  });
  const left = report.findings.length - shown.length;
  return section(
    'Worth a look',
    list(items),
    left > 0 ? html`<p class="muted">and ${counted(left, 'finding')} more, marked at their columns</p>` : undefined,
  );
}

function setAside({ reasons, rejected }: DatasetReport): Html {
  if (rejected === 0) return section('Rows set aside', html`<p>None.</p>`);
  const rows = reasons.map(
    ({ column, reason, count, lines }): TableRow => [
      reason.replaceAll('-', ' '),
      clipped(column ?? '–', NAME_LETTERS),
      integer(count),
      lines.map(integer).join('; '),
    ],
  );
  return section(
    'Rows set aside',
    table(
      'Rows set aside',
      [{ title: 'reason' }, { title: 'column' }, { title: 'rows', number: true }, { title: 'first lines' }],
      rows,
    ),
    html`<p class="muted">Lines are those of the file; the header is line 1. All of them: rejects.csv beside the dataset.</p>`,
  );
}

function columns(report: DatasetReport): Html[] {
  const rules = new Map<string, string[]>();
  for (const { column, rule } of report.findings) rules.set(column, [...(rules.get(column) ?? []), RULE_WORDS[rule]]);
  const rows = report.columns.map(
    (column, i): ColumnRow => ({
      column,
      id: columnId(i),
      findings: rules.get(column.name) ?? [],
      first: false,
    }),
  );
  const target = columnCard({ column: report.target, id: 'target', findings: [], first: true });
  const fitted = fitInto(rows, FOR_COLUMNS, { whole: columnCard, brief: briefText });
  const unplotted = rows.slice(fitted.whole.length, rows.length - fitted.left.length);
  return [
    section('Target', target),
    section(`Columns, in the order of the contract`, joined(fitted.whole)),
    ...(unplotted.length === 0
      ? []
      : [
          section(
            'More columns',
            html`<p>So that the page stays small, ${counted(unplotted.length, 'column')} have no plot${fitted.left.length > 0 && html`, and ${counted(fitted.left.length, 'column')} are in the JSON only`}.</p>`,
            table('More columns', BRIEF_COLUMNS, unplotted.map(anchored)),
          ),
        ]),
  ];
}

const anchored = (row: ColumnRow): TableRow => {
  const [name = '', ...rest] = briefRow(row);
  return [html`<span id="${row.id}">${name}</span>`, ...rest];
};

const briefText = (row: ColumnRow): Html => tableRow(BRIEF_COLUMNS, anchored(row));

const computed = (): Html =>
  section(
    'How this was computed',
    html`<p>One pass over the rows that were kept. Counts, means and extremes are exact; quantiles are exact up to a million values a column and from a uniform sample beyond. Bars are made of 256 quantile bins. Values of columns whose values are mostly different, such as names and ids, are counted and never shown.</p>`,
  );
