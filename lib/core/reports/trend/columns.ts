/** Small multiples: the effect of each column over time, those that were called first. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { fitInto } from '../budget.ts';
import { type EffectPoint, effectLine } from '../figures/effect-line.ts';
import { clipped, type Html, html, joined } from '../html.ts';
import { figure, folded, section, type TableRow, table } from '../parts.ts';
import { counted, effectOf, instant, integer } from '../words.ts';
import type { Axis } from './axis.ts';

type Column = DriftTrendView['columns'][number];

const NAME_LETTERS = 60;
/** Points of a line: finer is not seen. */
const MOST_POINTS = 180;
/** Of columns that were never called, without a fold. */
const SHOWN_QUIET = 6;

/** @param room bytes for all of it */
export function columnSections(trend: DriftTrendView, axis: Axis, room: number): Html[] {
  if (trend.columns.length === 0) return [];
  const called = trend.columns.filter((column) => column.called > 0);
  const shown = called.length > 0 ? called : trend.columns.slice(0, SHOWN_QUIET);
  const others = trend.columns.slice(shown.length);
  const draw = { whole: (column: Column) => small(column, trend, axis), brief: () => html`` };
  const first = fitInto(shown, room * 0.6, draw, 1);
  const rest = fitInto(others, room * 0.7 - first.spent, draw, 1);
  const numbers = trend.columns.map((column) => numberRow(column, trend));
  const undrawn = trend.columns.length - first.whole.length - rest.whole.length;
  return [
    section(
      called.length > 0 ? 'Columns that were called, worst first' : 'Columns with the largest effects; none was called',
      html`<div class="small">${joined(first.whole)}</div>`,
      html`<p class="note muted">Effect of each column (PSI to the training data) from ${axis.words[0]} to ${axis.words[2]}: the dashed line is the limit, an upright line a release. A gap is time without an answer. Heights are square roots.${finest(trend)}</p>`,
      rest.whole.length > 0
        ? folded(
            `${counted(rest.whole.length, 'column')} ${called.length > 0 ? 'that were never called' : 'more'}`,
            html`<div class="small">${joined(rest.whole)}</div>`,
          )
        : undefined,
      undrawn > 0
        ? html`<p>So that the page stays small, ${counted(undrawn, 'column')} have no line; their numbers are below.</p>`
        : undefined,
      trend.columnsLeft > 0
        ? html`<p>${counted(trend.columnsLeft, 'column')} with smaller effects are left out.</p>`
        : undefined,
      folded(`${counted(numbers.length, 'column')} in numbers`, table('Columns in numbers', NUMBERS, numbers)),
    ),
  ];
}

const finest = ({ windows }: DriftTrendView): string =>
  windows.length > MOST_POINTS ? ' Each point is the largest of the windows that fall together on this scale.' : '';

function small(column: Column, trend: DriftTrendView, axis: Axis): Html {
  const name = clipped(column.name, NAME_LETTERS);
  const { now, highest, when } = numbersOf(column, trend);
  const calls = column.called === 0 ? '' : `, called in ${counted(column.called, 'window')}`;
  const found = `${name}: effect ${effectOf(now)} now, at most ${effectOf(highest)} at ${instant(when)}, limit ${effectOf(trend.limit)}${calls}`;
  const marks = trend.releases.flatMap(({ ended, state }) => (ended !== undefined && state === 'live' ? [ended] : []));
  const drawing = effectLine({
    title: found,
    lines: linesOf(column, trend, axis),
    limit: trend.limit,
    marks: marks.filter((time) => Date.parse(time) > axis.begin).map((time) => axis.at(time)),
  });
  return figure(drawing, html`<b>${name}</b>: ${effectOf(now)} now, at most ${effectOf(highest)}${calls}`);
}

/** One line a configuration, for each has a baseline of its own. */
function linesOf({ effects }: Column, { windows }: DriftTrendView, axis: Axis): EffectPoint[][] {
  const lines = new Map<string, Map<number, EffectPoint>>();
  for (const [place, { configuration, from, to }] of windows.entries()) {
    const at = axis.at((Date.parse(from) + Date.parse(to)) / 2);
    const line = lines.get(configuration) ?? new Map<number, EffectPoint>();
    lines.set(configuration, line);
    const bin = windows.length > MOST_POINTS ? Math.floor(at * MOST_POINTS) : place;
    const [effect = null, before] = [effects[place], line.get(bin)];
    if (before === undefined || (effect ?? -1) > (before.effect ?? -1)) line.set(bin, { at, effect });
  }
  return [...lines.values()].map((line) => [...line.values()]);
}

function numbersOf({ effects }: Column, { windows, to }: DriftTrendView) {
  let [now, highest, when] = [0, 0, windows[0]?.from ?? to];
  for (const [place, effect] of effects.entries()) {
    if (effect === null) continue;
    now = effect;
    if (effect < highest) continue;
    highest = effect;
    when = windows[place]?.from ?? when;
  }
  return { now, highest, when };
}

const NUMBERS = [
  { title: 'column' },
  { title: 'windows called', number: true },
  { title: 'effect now', number: true },
  { title: 'largest effect', number: true },
  { title: 'in the window of', number: true },
];

function numberRow(column: Column, trend: DriftTrendView): TableRow {
  const { now, highest, when } = numbersOf(column, trend);
  return [
    clipped(column.name, NAME_LETTERS),
    column.called === 0 ? '0' : html`<b class="bad">${integer(column.called)}</b>`,
    effectOf(now),
    effectOf(highest),
    instant(when),
  ];
}
