/** One column of a comparison: what changed, by how much, and its shape before and now. */
import type { ComparedColumn } from '../../drift/compare/document.ts';
import { levelPairs, moved, quantilePairs } from '../before-and-now.ts';
import { histogram } from '../figures/histogram.ts';
import { clipped, type Html, html } from '../html.ts';
import { type Fact, figure, numberList, type TableRow } from '../parts.ts';
import { chance, counted, effectOf, integer, shareOf, written } from '../words.ts';
import { changeInWords, missingShare, spanOf, whatChanged } from './words.ts';

const NAME_LETTERS = 80;

export interface ChangedColumn {
  readonly column: ComparedColumn;
  readonly id: string;
  /** The first plot says in words how it is read. */
  readonly first: boolean;
}

export function comparedCard({ column, id, first }: ChangedColumn): Html {
  const changes = column.changes.map((change, i) => {
    const { before, now } = changeInWords(column, change);
    return html`<p><span class="word bad">${whatChanged(change)}</span> ${moved(before, now)}<br>effect <b>${effectOf(change.effect)}</b> <span class="muted">(0 same, 1 nothing in common; limit ${effectOf(change.limit)})</span>${change.cause !== undefined && change.cause !== column.changes[i - 1]?.cause && html`<br>${clipped(change.cause, 300)}`}</p>`;
  });
  return html`<article class="card" id="${id}"><div><h3>${clipped(column.column, NAME_LETTERS)}</h3><p class="muted">${column.type}</p>${changes}${numberList(numbers(column))}${quantiles(column)}</div><div>${plot(column, first)}</div></article>\n`;
}

function numbers(column: ComparedColumn): Fact[] {
  if (column.kind === 'unlike') return [['type', moved(column.before, column.now)]];
  const nulls: Fact = ['nulls', moved(shareOf(missingShare(column.before)), shareOf(missingShare(column.now)))];
  if (column.kind === 'category')
    return [['distinct', moved(integer(column.before.levels), integer(column.now.levels))], nulls];
  const value = (side: 'before' | 'now', key: 'median' | 'min' | 'max'): string =>
    written(column[side][key], column.type, spanOf(column));
  return [
    ['median', moved(value('before', 'median'), value('now', 'median'))],
    nulls,
    ['range before', `${value('before', 'min')} to ${value('before', 'max')}`],
    ['range now', `${value('now', 'min')} to ${value('now', 'max')}`],
  ];
}

function quantiles(column: ComparedColumn): Html | undefined {
  if (column.kind !== 'number') return undefined;
  return quantilePairs(clipped(column.column, NAME_LETTERS), 'now', (quantile) => [
    written(column.before[quantile], column.type, spanOf(column)),
    written(column.now[quantile], column.type, spanOf(column)),
  ]);
}

function plot(column: ComparedColumn, first: boolean): Html {
  if (column.kind === 'unlike') return html`<p class="muted">There are no two shapes to draw.</p>`;
  const values = `${counted(column.now.count, 'value')} now, ${integer(column.before.count)} before.`;
  const caption = html`${values}${first && ' Filled: now. Line: before. Heights are shares, the highest is written above.'}`;
  const name = clipped(column.column, NAME_LETTERS);
  if (column.kind === 'number' && column.plot) {
    const { scale, before, after } = column.plot;
    const { type } = column;
    const title = `${name}: median ${written(column.before.median, type)} before, ${written(column.now.median, type)} now`;
    return figure(histogram({ title, type, scale, now: after, baseline: before }), caption);
  }
  if (column.kind === 'category' && column.plot) {
    const { levels, other } = column.plot;
    const pairs = levels.map(({ value, before, after }) => ({
      value,
      baseline: before,
      now: after,
      isNew: before === 0,
    }));
    return figure(
      levelPairs(name, { levels: pairs, other: { ...other, baseline: other.before, now: other.after } }, 'now'),
      caption,
    );
  }
  return html`<p class="muted">${values} Nothing is drawn of it.</p>`;
}

export const BRIEF_COLUMNS = [
  { title: 'column' },
  { title: 'state' },
  { title: 'p', number: true },
  { title: 'before', number: true },
  { title: 'now', number: true },
  { title: 'nulls before', number: true },
  { title: 'nulls now', number: true },
];

/** A column in one row: the median of a number, the number of levels of a text. */
export function briefRow(column: ComparedColumn): TableRow {
  const name = clipped(column.column, NAME_LETTERS);
  const state =
    column.state === 'changed'
      ? html`<b class="bad">changed</b>`
      : column.why !== undefined
        ? column.why
        : column.state === 'same'
          ? 'same'
          : 'nothing to compare';
  const p = chance(column.p);
  if (column.kind === 'unlike') return [name, state, p, column.before, column.now, '–', '–'];
  const nulls = [shareOf(missingShare(column.before)), shareOf(missingShare(column.now))];
  if (column.kind === 'category')
    return [name, state, p, counted(column.before.levels, 'level'), counted(column.now.levels, 'level'), ...nulls];
  const median = (side: 'before' | 'now'): string => written(column[side].median, column.type, spanOf(column));
  return [name, state, p, median('before'), median('now'), ...nulls];
}
