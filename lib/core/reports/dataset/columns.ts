/** All columns, each with its shape as long as the page has room. */
import type { ReportContent } from '../../data/report/content.ts';
import type { Overlay } from '../../data/report/overlay.ts';
import { FOR_COLUMNS, fitInto } from '../budget.ts';
import { type Html, html, joined } from '../html.ts';
import { columnId, section, type TableRow, table, tableRow } from '../parts.ts';
import { counted } from '../words.ts';
import { BRIEF_COLUMNS, briefRow, type ColumnRow, columnCard } from './column.ts';
import { relationSpread, type TargetWords } from './relation.ts';

/** Rules of findings as a word beside the column. */
const RULE_WORDS: Readonly<Record<ReportContent['findings'][number]['rule'], string>> = {
  'target-leak': 'gives the target away?',
  'swallowed-lines': 'lines within a cell?',
  empty: 'empty',
  constant: 'constant',
  'mixed-types': 'mixed types',
  'hidden-nulls': 'hidden nulls',
  nulls: 'many nulls',
  'new-levels': 'new levels',
  identifier: 'identifier',
};

export interface ColumnsOptions {
  heading: string;
  /** Absent: there is none. */
  target?: TargetWords;
  /** Rules that were broken, by column. */
  broken?: ReadonlyMap<string, readonly string[]>;
  /** What columns were before. */
  overlays?: ReadonlyMap<string, Overlay>;
  /** Whether the first plot says how it is read. */
  explained: boolean;
}

export function columnSections(
  report: ReportContent,
  { heading, target, broken = new Map(), overlays = new Map(), explained }: ColumnsOptions,
): Html[] {
  const words = new Map<string, string[]>([...broken].map(([column, rules]) => [column, [...rules]]));
  for (const { column, rule } of report.findings) words.set(column, [...(words.get(column) ?? []), RULE_WORDS[rule]]);
  const drawn = mostRelated(report.columns);
  const [firstDrawn] = report.columns.filter((column) => drawn.has(column));
  const rows = report.columns.map(
    (column, i): ColumnRow => ({
      column,
      id: columnId(i),
      findings: words.get(column.name) ?? [],
      first: explained && i === 0,
      overlay: overlays.get(column.name),
      relation: { drawn: drawn.has(column), explained: column === firstDrawn },
      target,
    }),
  );
  const fitted = fitInto(rows, FOR_COLUMNS, { whole: columnCard, brief: briefText });
  const unplotted = rows.slice(fitted.whole.length, rows.length - fitted.left.length);
  return [
    section(heading, joined(fitted.whole)),
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

/** Plots of the relation to the target: of the columns with the largest, so that the page stays small. */
const MOST_RELATIONS = 20;

function mostRelated(columns: ReportContent['columns']): Set<ReportContent['columns'][number]> {
  const related = columns.flatMap((column) => {
    const spread = relationSpread(column);
    return spread === undefined ? [] : [{ column, spread }];
  });
  related.sort((a, b) => b.spread - a.spread);
  return new Set(related.slice(0, MOST_RELATIONS).map(({ column }) => column));
}

const anchored = (row: ColumnRow): TableRow => {
  const [name = '', ...rest] = briefRow(row);
  return [html`<span id="${row.id}">${name}</span>`, ...rest];
};

const briefText = (row: ColumnRow): Html => tableRow(BRIEF_COLUMNS, anchored(row));
