/** One changed column of a window: what moved, by how much, and its shape before and now. */
import type { DriftColumn } from '../../drift/document.ts';
import { isOfData, isPredictions } from '../../drift/of-data.ts';
import { levelPairs, moved, type Quantile, quantilePairs } from '../before-and-now.ts';
import { histogram } from '../figures/histogram.ts';
import { clipped, type Html, html } from '../html.ts';
import { type Fact, figure, folded, numberList, type TableRow, table } from '../parts.ts';
import { chance, counted, effectOf, integer, quantity, shareOf, written } from '../words.ts';

export type ComparedColumn = Exclude<DriftColumn, { kind: 'unknown' }>;
type ColumnOfData = Exclude<ComparedColumn, { kind: 'correlations' }>;
type NumberColumn = Extract<DriftColumn, { kind: 'number' }>;
type Correlations = Extract<DriftColumn, { kind: 'correlations' }>;

export const NAME_LETTERS = 80;

export interface ChangedColumn {
  readonly column: ComparedColumn;
  readonly id: string;
  /** The first plot says in words how it is read. */
  readonly first: boolean;
}

export function changedCard({ column, id, first }: ChangedColumn): Html {
  const effect = html`<p>effect <b>${effectOf(column.effect)}</b> <span class="muted">(${column.kind === 'correlations' ? 'on the scale of PSI' : 'PSI'}; 0 same, limit ${effectOf(column.limit)})</span></p>${column.cause !== undefined && html`<p>${clipped(column.cause, 300)}</p>`}`;
  const about =
    column.kind === 'correlations'
      ? html`${effect}${numberList(pairFacts(column))}</div><div>${pairText(column)}`
      : html`${effect}${numberList(numbers(column))}${more(column)}</div><div>${plot(column, first)}`;
  return html`<article class="card" id="${id}"><div><h3>${clipped(column.name, NAME_LETTERS)}</h3><p><span class="word bad">changed: ${whatOf(column)}</span></p>${about}</div></article>\n`;
}

function whatOf(column: ComparedColumn): string {
  if (column.kind === 'correlations') return 'how columns go together';
  const values = isPredictions(column) ? 'what the model answers' : 'values';
  const missing = isPredictions(column) ? 'share of unreadable answers' : 'share of empty cells';
  return column.changes.map((change) => (change === 'values' ? values : missing)).join(' and ');
}

/** `1 of 9 columns and predictions`. */
export function whatChanged(columns: readonly DriftColumn[]): string {
  const compared = columns.filter((column) => column.kind !== 'unknown');
  const changed = compared.filter(({ drifted }) => drifted);
  const ofData = changed.filter(isOfData).length;
  const ofModel = changed.filter((column) => !isOfData(column)).map(({ name }) => clipped(name, NAME_LETTERS));
  const many = `${integer(ofData)} of ${counted(compared.filter(isOfData).length, 'column')}`;
  return [...(ofData > 0 ? [many] : []), ...ofModel].join(' and ');
}

/** A correlation, `not known` where a column does not vary. */
const correlation = (r: number | undefined): string => (r === undefined ? 'not known' : quantity(r));

const pairFacts = ({ surest, pairs, rows, rowsBefore }: Correlations): Fact[] => [
  ['pair', surest?.columns.map((name) => clipped(name, NAME_LETTERS)).join(' and ')],
  ['rank correlation', surest && moved(correlation(surest.baseline), correlation(surest.now))],
  ['pairs compared', integer(pairs)],
  ['rows before', integer(rowsBefore)],
  ['rows now', integer(rows)],
];

const pairText = ({ surest }: Correlations): Html =>
  html`<p class="muted">Each of both columns alone is as it was. Ranks are compared, from -1 (one falls as the other rises) to 1; of a text, whether it is the most frequent one.${surest?.now === undefined && ' One of the columns has but one value now.'}</p>`;

const span = ({ baseline, now }: NumberColumn): number =>
  Math.max(baseline.max ?? Number.NaN, now.max ?? Number.NaN) -
  Math.min(baseline.min ?? Number.NaN, now.min ?? Number.NaN);

const side = (column: NumberColumn, which: 'baseline' | 'now', key: Quantile) =>
  written(column[which][key], column.type, span(column));

function numbers(column: ColumnOfData): Fact[] {
  const nulls: Fact = [
    isPredictions(column) ? 'unreadable' : 'nulls',
    moved(shareOf(column.baseline.nulls), shareOf(column.now.nulls)),
  ];
  if (column.kind === 'number') {
    const range = (which: 'baseline' | 'now'): string =>
      `${side(column, which, 'min')} to ${side(column, which, 'max')}`;
    return [
      ['median', moved(side(column, 'baseline', 'median'), side(column, 'now', 'median'))],
      nulls,
      ['range before', range('baseline')],
      ['range now', range('now')],
    ];
  }
  const fresh = column.measures.newLevels;
  const many = (distinct: number | undefined): string => (distinct === undefined ? 'not counted' : integer(distinct));
  return [
    ['distinct', moved(many(column.baseline.distinct), many(column.now.distinct))],
    nulls,
    [
      'new levels',
      fresh === undefined
        ? 'not known'
        : fresh.share === 0
          ? 'none'
          : `${integer(fresh.levels)}, in ${shareOf(fresh.share)}`,
    ],
  ];
}

function plot(column: ColumnOfData, first: boolean): Html {
  const how =
    first &&
    html` Filled: this window. Line: ${isPredictions(column) ? 'what it answered for held-out rows' : 'the data the version was trained on'}. Heights are shares, the highest is written above.`;
  const values = `${counted(column.now.count, 'value')} now, ${integer(column.baseline.count)} before.`;
  if (column.kind === 'number' && column.plot) {
    const { scale, now, baseline } = column.plot;
    const found = `${clipped(column.name, NAME_LETTERS)}: median ${side(column, 'baseline', 'median')} before, ${side(column, 'now', 'median')} now`;
    return figure(
      histogram({ title: found, type: column.type, scale, now, baseline }),
      html`${values}${tails(column)}${how}`,
    );
  }
  if (column.kind === 'category' && column.bars && column.bars.levels.length > 0) {
    return figure(levelPairs(clipped(column.name, NAME_LETTERS), column.bars, 'now'), html`${values}${how}`);
  }
  const why =
    column.kind === 'category' && column.baseline.levels.length === 0
      ? 'Nearly every value is different: values are counted and not shown.'
      : 'There is nothing to draw.';
  return html`<p class="muted">${values} ${why}</p>`;
}

/** What lies beyond the scale is said in words too. */
function tails(column: NumberColumn): string {
  const { plot, type, now } = column;
  if (!plot) return '';
  const [from, to] =
    plot.scale.kind === 'range' ? [plot.scale.from, plot.scale.to] : [plot.scale.values[0], plot.scale.values.at(-1)];
  const [below = 0] = plot.now;
  const above = plot.now.at(-1) ?? 0;
  const said = [
    ...(below > 0 ? [`${shareOf(below)} below ${written(from, type)}, down to ${written(now.min, type)}`] : []),
    ...(above > 0 ? [`${shareOf(above)} above ${written(to, type)}, up to ${written(now.max, type)}`] : []),
  ];
  return said.length === 0 ? '' : ` Beyond the scale now: ${said.join('; ')}.`;
}

function more(column: ColumnOfData): Html | undefined {
  const name = clipped(column.name, NAME_LETTERS);
  if (column.kind === 'number')
    return quantilePairs(name, 'now', (key) => [side(column, 'baseline', key), side(column, 'now', key)]);
  if (!column.bars || column.bars.levels.length === 0) return undefined;
  const rows = column.bars.levels.map(
    ({ value, baseline, now, isNew }): TableRow => [
      html`${clipped(value, NAME_LETTERS)}${isNew && html` <b class="bad">new</b>`}`,
      shareOf(baseline),
      shareOf(now),
    ],
  );
  return folded(
    'Levels',
    table(
      `Levels of ${name}`,
      [{ title: 'level' }, { title: 'before', number: true }, { title: 'now', number: true }],
      rows,
    ),
  );
}

export const BRIEF_COLUMNS = [
  { title: 'column' },
  { title: 'state' },
  { title: 'effect', number: true },
  { title: 'p', number: true },
  { title: 'before', number: true },
  { title: 'now', number: true },
  { title: 'nulls before', number: true },
  { title: 'nulls now', number: true },
];

/** A column in one row: the median of a number, the largest level of a text, of correlations that of one pair. */
export function briefRow(column: DriftColumn): TableRow {
  const name = clipped(column.name, NAME_LETTERS);
  if (column.kind === 'unknown')
    return [name, `not compared: ${clipped(column.problem, 120)}`, '–', '–', '–', '–', '–', '–'];
  const state = column.drifted ? html`<b class="bad">changed</b>` : 'same';
  if (column.kind === 'correlations') {
    const [before, after] = [column.surest?.baseline, column.surest?.now].map(correlation);
    return [name, state, effectOf(column.effect), chance(column.p), before ?? '–', after ?? '–', '–', '–'];
  }
  const { measures, effect, baseline, now } = column;
  const typical = (which: 'baseline' | 'now'): string => {
    if (column.kind === 'number') return side(column, which, 'median');
    const [top] = column[which].levels;
    return top ? `${clipped(top.value, 24)} ${shareOf(top.share)}` : 'not shown';
  };
  return [
    name,
    state,
    effectOf(effect),
    chance(measures.ksP ?? measures.chi2P),
    typical('baseline'),
    typical('now'),
    shareOf(baseline.nulls),
    shareOf(now.nulls),
  ];
}
