/** The page of two datasets: what differs at a glance, then column by column, then the rows. */
import type { DataDiff, DiffSide } from '../contracts/data-diff.ts';
import { FOR_COLUMNS, fitInto } from './budget.ts';
import { BRIEF_CHANGES, briefChange, type ChangedRow, changedColumn } from './diff/column.ts';
import { rowSections } from './diff/rows.ts';
import { clipped, type Html, html, joined } from './html.ts';
import { type Page, renderPage } from './page.ts';
import { columnId, type Fact, factList, list, section, table, tableRow } from './parts.ts';
import { counted, instant, integer, shortDigest } from './words.ts';

export interface DiffPageInput {
  readonly diff: DataDiff;
  /** Types of the columns, where they are known. */
  readonly types?: ReadonlyMap<string, string>;
  /** When they were compared, ISO 8601. */
  readonly compared: string;
}

/** @returns a whole HTML document, under 900 kB; equal input gives equal text */
export function diffPage({ diff, types = new Map(), compared }: DiffPageInput): string {
  return renderPage({
    title: `${clipped(diff.before.name, 40)} and ${clipped(diff.after.name, 40)}: differences`,
    kicker: 'Sluice data comparison',
    heading: `${clipped(diff.before.name, 60)} → ${clipped(diff.after.name, 60)}`,
    about: [`compared ${instant(compared)}`],
    verdict: verdictOf(diff),
    body: [
      factList(facts(diff)),
      ...schemaSection(diff),
      ...columnSections(diff, types),
      ...rowSections(diff),
      computed(),
    ],
    source: 'The same as JSON: sluice data diff with --json.',
  });
}

/** A word and the rest of the sentence. */
export function verdictOf({ verdict, changes, unchanged, added, removed, before, after }: DataDiff): Page['verdict'] {
  const columns = counted(changes.length + unchanged, 'column');
  switch (verdict) {
    case 'equal':
      return { tone: 'ok', word: 'Equal:', rest: `the same ${counted(after.rows, 'row')} in the same order` };
    case 'reordered':
      return { tone: 'ok', word: 'Reordered:', rest: `the same ${counted(after.rows, 'row')} in another order` };
    case 'alike':
      return { tone: 'ok', word: 'Alike:', rest: `the same profile of ${columns}; rows were not compared` };
    case 'changed': {
      const said = [
        `${integer(changes.length)} of ${columns} differ`,
        ...(added.length > 0 ? [`${integer(added.length)} came`] : []),
        ...(removed.length > 0 ? [`${integer(removed.length)} went`] : []),
        ...(before.rows === after.rows ? [] : [`${integer(before.rows)} rows became ${integer(after.rows)}`]),
      ];
      return { tone: 'none', word: 'Changed:', rest: said.join(', ') };
    }
  }
}

function facts({ before, after }: DataDiff): Fact[] {
  const digest = ({ dataset }: DiffSide): string | undefined => dataset && shortDigest(dataset);
  return [
    ['rows before', integer(before.rows)],
    ['rows after', integer(after.rows)],
    ['columns before', integer(before.columns)],
    ['columns after', integer(after.columns)],
    ['dataset before', digest(before)],
    ['dataset after', digest(after)],
  ];
}

const MOST_NAMED = 40;

function schemaSection({ added, removed, retyped }: DataDiff): Html[] {
  const items = [
    ...added.map((name) => html`<b>${clipped(name, 80)}</b> came`),
    ...removed.map((name) => html`<b>${clipped(name, 80)}</b> went`),
    ...retyped.map(({ column, before, after }) => html`<b>${clipped(column, 80)}</b> was ${before}, is ${after}`),
  ];
  if (items.length === 0) return [];
  const left = items.length - MOST_NAMED;
  return [
    section(
      'Columns that came, went or changed their type',
      list(items.slice(0, MOST_NAMED)),
      left > 0 ? html`<p class="muted">and ${integer(left)} more</p>` : undefined,
    ),
  ];
}

function columnSections({ changes, unchanged }: DataDiff, types: ReadonlyMap<string, string>): Html[] {
  if (changes.length === 0) return [];
  const rows = changes.map(
    (change, i): ChangedRow => ({
      change,
      type: types.get(change.column) ?? change.kind,
      id: columnId(i),
      first: i === 0,
    }),
  );
  const fitted = fitInto(rows, FOR_COLUMNS, {
    whole: changedColumn,
    brief: (row) => tableRow(BRIEF_CHANGES, briefChange(row)),
  });
  const unplotted = rows.slice(fitted.whole.length, rows.length - fitted.left.length);
  return [
    section(
      'Columns that differ, largest effect first',
      joined(fitted.whole),
      unchanged > 0 ? html`<p class="muted">No difference in ${counted(unchanged, 'other column')}.</p>` : undefined,
    ),
    ...(unplotted.length === 0
      ? []
      : [
          section(
            'More columns that differ',
            html`<p>So that the page stays small, ${counted(unplotted.length, 'column')} have no plot${fitted.left.length > 0 && html`, and ${counted(fitted.left.length, 'column')} are in the JSON only`}.</p>`,
            table('More columns that differ', BRIEF_CHANGES, unplotted.map(briefChange)),
          ),
        ]),
  ];
}

const computed = (): Html =>
  section(
    'How this was computed',
    html`<p>The effect of a column is the largest distance between the two distribution functions (numbers) or half the sum of the differences of shares (texts), or the difference of the shares of empty cells where that is larger. It is not a test: between two files small differences are what chance makes. Rows are compared in the columns both sides have, numbers without white space around them.</p>`,
  );
