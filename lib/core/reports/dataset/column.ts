/** One column of a dataset: its shape, four numbers, the rest folded. */
import type { ReportColumn } from '../../data/report/column.ts';
import type { Overlay } from '../../data/report/overlay.ts';
import { histogram } from '../figures/histogram.ts';
import { levelBars } from '../figures/level-bars.ts';
import { shareBars } from '../figures/share-bars.ts';
import { clipped, type Html, html } from '../html.ts';
import { type Fact, figure, folded, numberList, type TableRow, table } from '../parts.ts';
import { counted, integer, percent, shareOf, written } from '../words.ts';
import { type RelationStyle, relationPart, type TargetWords } from './relation.ts';

export const NAME_LETTERS = 80;

export interface ColumnRow {
  readonly column: ReportColumn;
  readonly id: string;
  /** Rules of its findings, in words. */
  readonly findings: readonly string[];
  /** The first plot says in words how it is read. */
  readonly first: boolean;
  /** What it was before: drawn beside what it is. */
  readonly overlay?: Overlay | undefined;
  /** How its relation to the target is shown. */
  readonly relation?: RelationStyle;
  /** Absent: there is no target to go with. */
  readonly target?: TargetWords | undefined;
}

const IN_WORDS: RelationStyle = { drawn: false, explained: false };

export function columnCard({ column, id, findings, first, relation = IN_WORDS, overlay, target }: ColumnRow): Html {
  return html`<article class="card" id="${id}"><div><h3>${clipped(column.name, NAME_LETTERS)}</h3><p class="muted">${column.type}${findings.length > 0 && html` · <span class="word bad">${findings.join(', ')}</span>`}</p>${numberList(numbers(column))}${words(column)}${more(column)}</div><div>${overlay ? compared(column, overlay) : plot(column, first)}${times(column)}${target && relationPart(column, target, relation)}</div></article>\n`;
}

const span = (column: Extract<ReportColumn, { kind: 'number' }>): number =>
  (column.max ?? Number.NaN) - (column.min ?? Number.NaN);

const distinctOf = (column: ReportColumn): string => {
  if (column.kind === 'number' && column.distinctAtLeast !== undefined)
    return `at least ${integer(column.distinctAtLeast)}`;
  if (column.distinct === undefined) return 'not counted';
  return `${column.kind === 'category' && column.more ? 'at least ' : ''}${integer(column.distinct)}`;
};

const nullsOf = ({ count, nulls }: ReportColumn): string =>
  nulls === 0 ? 'none' : `${shareOf(nulls / (count + nulls))} (${integer(nulls)})`;

function numbers(column: ReportColumn): Fact[] {
  const common: Fact[] = [
    ['nulls', nullsOf(column)],
    ['distinct', distinctOf(column)],
  ];
  if (column.kind === 'category') {
    const [top] = column.levels;
    return [
      ['largest', top ? clipped(top.value, 24) : 'not shown'],
      ['its share', top ? shareOf(top.share) : '–'],
      ...common,
    ];
  }
  if (column.median === undefined) return common;
  const value = (each: number | undefined): string => written(each, column.type, span(column));
  return [['median', value(column.median)], ['range', `${value(column.min)} to ${value(column.max)}`], ...common];
}

/** What stood for a missing value, and text that was read in the wrong encoding. */
function words(column: ReportColumn): Html | undefined {
  const { words: found = [] } = column;
  const said = found.map(({ word, count }) => `"${clipped(word.trim(), 16)}" ${integer(count)}`);
  const broken =
    column.kind === 'category' && column.mojibake
      ? `${counted(column.mojibake, 'value')} in the wrong encoding (UTF-8 read as Latin-1)`
      : undefined;
  const lines = [...(said.length > 0 ? [`read as missing: ${said.join(', ')}`] : []), ...(broken ? [broken] : [])];
  return lines.length === 0 ? undefined : html`<p class="muted">${lines.join('. ')}</p>`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const HOURS = Array.from({ length: 24 }, (_, hour) => (hour % 6 === 0 ? `${hour}:00` : ''));

/** Of times that are not all midnight: their hours; of all: their days of the week. */
function times(column: ReportColumn): Html | undefined {
  if (column.kind !== 'number' || !column.weekdays) return undefined;
  const { name, weekdays, hours = [] } = column;
  const busiest = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));
  const hour = busiest(hours);
  return html`${(hours[0] ?? 1) < 1 && figure(shareBars(`${clipped(name, 80)}: most between ${hour}:00 and ${hour + 1}:00 UTC`, hours, HOURS), 'Hour of the day, UTC.')}${figure(shareBars(`${clipped(name, 80)}: most on ${DAYS[busiest(weekdays)]}`, weekdays, DAYS), 'Day of the week.')}`;
}

function compared(column: ReportColumn, overlay: Overlay): Html {
  const caption = `${counted(column.count, 'value')}. Filled: this file. Line: before.`;
  const name = clipped(column.name, NAME_LETTERS);
  if ('scale' in overlay) {
    const { scale, before, after } = overlay;
    const title = `${name}: values before and in this file`;
    return figure(histogram({ title, type: column.type, scale, now: after, baseline: before }), caption);
  }
  const bars = overlay.levels.map(({ value, before, after }) => ({
    label: value,
    now: after,
    baseline: before,
    isNew: before === 0,
  }));
  return figure(levelBars(`${name}: levels before and in this file`, bars), caption);
}

function plot(column: ReportColumn, first: boolean): Html {
  const values = counted(column.count, 'value');
  if (column.kind === 'number' && column.plot) {
    const { scale, shares } = column.plot;
    const found = `${column.name}: median ${written(column.median, column.type, span(column))}, ${written(column.min, column.type, span(column))} to ${written(column.max, column.type, span(column))}`;
    const how = first && html` A bar is the share of the values that lie there; the highest is written above.`;
    return figure(
      histogram({ title: clipped(found, 300), type: column.type, scale, now: shares }),
      html`${values}.${tails(column)}${how}`,
    );
  }
  if (column.kind === 'category' && column.levels.length > 0) {
    const bars = column.levels.map(({ value, share }) => ({ label: value, now: share }));
    const { other } = column;
    if (other.levels > 0)
      bars.push({
        label: `other (${column.more ? 'at least ' : ''}${counted(other.levels, 'level')})`,
        now: other.share,
      });
    const [top] = column.levels;
    const found = `${column.name}: ${distinctOf(column)} levels, the largest ${top?.value} with ${percent(top?.share ?? 0)}`;
    return figure(
      levelBars(clipped(found, 300), bars),
      html`${values}.${first && ' A bar is the share of one level.'}`,
    );
  }
  const why =
    column.count === 0 ? 'Every cell is empty.' : 'Nearly every value is different: values are counted and not shown.';
  return html`<p class="muted">${why}</p>`;
}

/** What lies beyond the scale is said in words too. */
function tails({ plot, type, min, max }: Extract<ReportColumn, { kind: 'number' }>): string {
  if (plot?.scale.kind !== 'range') return '';
  const { from, to } = plot.scale;
  const [below = 0] = plot.shares;
  const above = plot.shares.at(-1) ?? 0;
  const said = [
    ...(below > 0 ? [`${shareOf(below)} below ${written(from, type)}, down to ${written(min, type)}`] : []),
    ...(above > 0 ? [`${shareOf(above)} above ${written(to, type)}, up to ${written(max, type)}`] : []),
  ];
  return said.length === 0 ? '' : ` Beyond the scale: ${said.join('; ')}.`;
}

function more(column: ReportColumn): Html | undefined {
  if (column.kind === 'category') {
    if (column.levels.length === 0) return undefined;
    const rows = column.levels.map(({ value, share }): TableRow => [clipped(value, NAME_LETTERS), shareOf(share)]);
    return folded(
      'Top levels',
      table(
        `Levels of ${clipped(column.name, NAME_LETTERS)}`,
        [{ title: 'level' }, { title: 'share', number: true }],
        rows,
      ),
    );
  }
  if (column.median === undefined) return undefined;
  const { min, p5, p25, median, p75, p95, max, mean, sd, type, zeros, negatives, top = [] } = column;
  const quantiles = { smallest: min, '5 %': p5, '25 %': p25, median, '75 %': p75, '95 %': p95, largest: max, mean };
  const rows = Object.entries(quantiles)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): TableRow => [name, written(value, type, span(column))]);
  if (type !== 'timestamp') {
    rows.push(['standard deviation', written(sd, 'number')]);
    if (zeros !== undefined) rows.push(['zeros', integer(zeros)]);
    if (negatives !== undefined) rows.push(['below zero', integer(negatives)]);
    const most = top.slice(0, 3).map(({ value, share }) => `${written(value, type)} (${shareOf(share)})`);
    if (most.length > 0) rows.push(['most frequent', most.join(', ')]);
  }
  return folded(
    'Quantiles',
    table(
      `Quantiles of ${clipped(column.name, NAME_LETTERS)}`,
      [{ title: 'quantile' }, { title: 'value', number: true }],
      rows,
    ),
  );
}

export const BRIEF_COLUMNS = [
  { title: 'column' },
  { title: 'type' },
  { title: 'median or largest level' },
  { title: 'nulls', number: true },
  { title: 'distinct', number: true },
];

/** A column in one row of a table, for pages with very many. */
export const briefRow = ({ column }: ColumnRow): TableRow => [
  clipped(column.name, NAME_LETTERS),
  column.type,
  column.kind === 'number' ? written(column.median, column.type) : clipped(column.levels[0]?.value ?? 'not shown', 40),
  nullsOf(column),
  distinctOf(column),
];
