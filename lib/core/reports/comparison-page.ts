/** The page of two sets of rows: drift or none at a glance, the changed columns with their shapes, all numbers folded below. */
import type { ComparedColumn, DriftComparison } from '../drift/compare/document.ts';
import { changedSection } from './before-and-now.ts';
import { FOR_COLUMNS, fitInto } from './budget.ts';
import { BRIEF_COLUMNS, briefRow, type ChangedColumn, comparedCard } from './comparison/column.ts';
import { comparisonVerdict } from './comparison/words.ts';
import { clipped, type Html, html } from './html.ts';
import { renderPage } from './page.ts';
import { columnId, type Fact, factList, folded, list, section, table, tableRow } from './parts.ts';
import { counted, instant, integer, percent } from './words.ts';

/** Share of the room for changed columns; all numbers take the rest. */
const FOR_CHANGED = 0.7;
const MOST_NAMED = 40;

/** @param compared when, ISO 8601 @returns a whole HTML document, under 900 kB; equal input gives equal text */
export function comparisonPage(comparison: DriftComparison, compared: string): string {
  const { before, now, columns, remarks, added } = comparison;
  const changed = columns.filter(({ state }) => state === 'changed');
  const rows = changed.map((column, i): ChangedColumn => ({ column, id: columnId(i), first: i === 0 }));
  const fitted = fitInto(rows, FOR_COLUMNS * FOR_CHANGED, { whole: comparedCard, brief: () => html`` }, 1);
  const row = (column: ComparedColumn): Html => tableRow(BRIEF_COLUMNS, briefRow(column));
  const numbers = fitInto(columns, (FOR_COLUMNS - fitted.spent) * 0.9, { whole: row, brief: row }, 1);
  return renderPage({
    title: `${clipped(now.name, 40)}: drift since ${clipped(before.name, 40)}`,
    kicker: 'Sluice drift comparison',
    heading: `${clipped(before.name, 60)} → ${clipped(now.name, 60)}`,
    about: [`compared ${instant(compared)}`],
    verdict: comparisonVerdict(comparison),
    body: [
      factList(facts(comparison)),
      ...(remarks.length === 0
        ? []
        : [section('About the file', list(remarks.map((text) => html`${clipped(text, 300)}`)))]),
      ...(changed.length === 0 ? [] : [changedSection(fitted.whole, changed.length)]),
      ...(added.length === 0 ? [] : [addedSection(added)]),
      allNumbers(columns, numbers.whole.length),
      computed(comparison),
    ],
    source: 'The same as JSON: sluice drift compare with --json.',
  });
}

function facts({ before, now }: DriftComparison): Fact[] {
  return [
    ['rows before', integer(before.rows)],
    ['rows now', integer(now.rows)],
    ['set aside before', before.rejected > 0 ? integer(before.rejected) : undefined],
    ['set aside now', now.rejected > 0 ? integer(now.rejected) : undefined],
    ['columns before', integer(before.columns)],
    ['columns now', integer(now.columns)],
  ];
}

const addedSection = (added: readonly string[]): Html =>
  section(
    'Columns that came',
    list(added.slice(0, MOST_NAMED).map((name) => html`<b>${clipped(name, 80)}</b>`)),
    added.length > MOST_NAMED ? html`<p class="muted">and ${integer(added.length - MOST_NAMED)} more</p>` : undefined,
  );

function allNumbers(columns: readonly ComparedColumn[], fitting: number): Html {
  const left = columns.length - fitting;
  return section(
    'All columns in numbers',
    folded(
      `${counted(columns.length, 'column')}: p, medians or levels, nulls`,
      table('All columns', BRIEF_COLUMNS, columns.slice(0, fitting).map(briefRow)),
    ),
    left > 0 ? html`<p>So that the page stays small, ${counted(left, 'column')} are in the JSON only.</p>` : undefined,
  );
}

const computed = ({ falseAlarms }: DriftComparison): Html =>
  section(
    'How this was computed',
    html`<p>Both sets count as random samples. Numbers are put to the Kolmogorov-Smirnov test, the rank-sum test and a test of how many lie beyond the range of before; texts to the chi-square test with rare levels pooled, and a test of levels that were not there; all to a test of the share of empty cells. The tests of a column share its chance by Bonferroni, the columns theirs by Benjamini and Hochberg: two sets drawn alike have any column called in at most ${percent(falseAlarms)} of comparisons. A change smaller than its limit is not called, however sure. The effect of values is the largest distance between the two distribution functions, of levels the share of values that moved to other levels, else the difference of the shares. p is that of the column, its tests' shares taken into account. Sets of another season differ, and rightly.</p>`,
  );
