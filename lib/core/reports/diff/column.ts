/** One column that differs between two datasets: how far, its numbers before and after, and both shapes. */
import type { ColumnChange } from '../../contracts/data-diff.ts';
import type { LevelOverlay, NumberOverlay } from '../../data/report/overlay.ts';
import { levelPairs, moved, quantilePairs } from '../before-and-now.ts';
import { histogram } from '../figures/histogram.ts';
import { clipped, type Html, html } from '../html.ts';
import { type Fact, figure, numberList, type TableRow } from '../parts.ts';
import { counted, effectOf, integer, shareOf, written } from '../words.ts';

const NAME_LETTERS = 80;

export interface ChangedRow {
  readonly change: ColumnChange;
  readonly type: string;
  readonly id: string;
  /** The first plot says in words how it is read. */
  readonly first: boolean;
}

type NumberChange = Extract<ColumnChange, { kind: 'number' }>;

export function changedColumn(row: ChangedRow): Html {
  const { change, id, type, first } = row;
  return html`<article class="card" id="${id}"><div><h3>${clipped(change.column, NAME_LETTERS)}</h3><p class="muted">${type}</p><p>effect <b>${effectText(change)}</b>${first && html` <span class="muted">(0 same, 1 nothing in common)</span>`}</p>${numberList(numbers(change, type))}${more(change, type)}</div><div>${plot(row)}</div></article>\n`;
}

/** A difference that is there is never a rounded 0. */
const effectText = ({ effect }: ColumnChange): string => (effect < 0.0005 ? 'under 0.001' : effectOf(effect));

const nullShare = ({ count, nulls }: { count: number; nulls: number }): string =>
  shareOf(count + nulls === 0 ? 0 : nulls / (count + nulls));

const span = ({ before, after }: NumberChange): number =>
  Math.max(before.max ?? 0, after.max ?? 0) - Math.min(before.min ?? 0, after.min ?? 0);

function numbers(change: ColumnChange, type: string): Fact[] {
  if (change.kind === 'mixed') return [['values', moved(change.before, change.after)]];
  const { before, after } = change;
  const nulls: Fact = ['nulls', moved(nullShare(before), nullShare(after))];
  if (change.kind === 'category')
    return [['distinct', moved(integer(change.before.levels), integer(change.after.levels))], nulls];
  const value = (side: 'before' | 'after', key: 'median' | 'min' | 'max'): string =>
    written(change[side][key], type, span(change));
  return [
    ['median', moved(value('before', 'median'), value('after', 'median'))],
    nulls,
    ['range before', `${value('before', 'min')} to ${value('before', 'max')}`],
    ['range after', `${value('after', 'min')} to ${value('after', 'max')}`],
  ];
}

function plot({ change, type, first }: ChangedRow): Html {
  if (change.kind === 'mixed') return html`<p class="muted">Numbers on one side, texts on the other.</p>`;
  const values = `${counted(change.after.count, 'value')} after, ${integer(change.before.count)} before.`;
  const caption = html`${values}${first && ' Filled: after. Line: before.'}`;
  const name = clipped(change.column, NAME_LETTERS);
  if (change.kind === 'number' && change.plot) return figure(numberFigure(name, type, change, change.plot), caption);
  if (change.kind === 'category' && change.plot) return figure(levelFigure(name, change.plot), caption);
  return html`<p class="muted">${values} Nothing is drawn of it.</p>`;
}

function numberFigure(name: string, type: string, { before, after }: NumberChange, plot: NumberOverlay): Html {
  const title = `${name}: median ${written(before.median, type)} before, ${written(after.median, type)} after`;
  return histogram({ title, type, scale: plot.scale, now: plot.after, baseline: plot.before });
}

function levelFigure(name: string, { levels, other }: LevelOverlay): Html {
  const pairs = levels.map(({ value, before, after }) => ({
    value,
    baseline: before,
    now: after,
    isNew: before === 0,
  }));
  return levelPairs(name, { levels: pairs, other: { ...other, baseline: other.before, now: other.after } }, 'after');
}

function more(change: ColumnChange, type: string): Html | undefined {
  if (change.kind !== 'number') return undefined;
  return quantilePairs(clipped(change.column, NAME_LETTERS), 'after', (quantile) => [
    written(change.before[quantile], type, span(change)),
    written(change.after[quantile], type, span(change)),
  ]);
}

export const BRIEF_CHANGES = [
  { title: 'column' },
  { title: 'effect', number: true },
  { title: 'before', number: true },
  { title: 'after', number: true },
];

/** A column in one row: the median of a number, the number of levels of a text. */
export function briefChange({ change, type }: ChangedRow): TableRow {
  const name = clipped(change.column, NAME_LETTERS);
  const effect = effectText(change);
  if (change.kind === 'mixed') return [name, effect, change.before, change.after];
  if (change.kind === 'category')
    return [name, effect, counted(change.before.levels, 'level'), counted(change.after.levels, 'level')];
  return [name, effect, written(change.before.median, type), written(change.after.median, type)];
}
