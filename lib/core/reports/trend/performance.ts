/** How well what served did, day by day: a small figure a metric, and the numbers folded. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { type MetricDay, metricLine } from '../figures/metric-line.ts';
import { type Html, html, joined } from '../html.ts';
import { figure, folded, section, type TableRow, table } from '../parts.ts';
import { counted, day, integer, quantity } from '../words.ts';
import type { Axis } from './axis.ts';

type Day = DriftTrendView['performance'][number];
type Metric = Day['metrics'][number];

export function performanceSections({ performance }: DriftTrendView, axis: Axis): Html[] {
  const names = [...new Set(performance.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)))];
  if (names.length === 0) return [];
  return [
    section(
      'Performance',
      html`<div class="small">${joined(names.map((name) => small(name, performance, axis)))}</div>`,
      html`<p class="note muted">Dots: measured on the newest labels, with 95 % intervals, red where the decline is sure. Line: estimated of the rows of the day, without labels. Dashes: on the rows held out from training. From ${axis.words[0]} to ${axis.words[2]}.</p>`,
      folded(
        `${counted(performance.length, 'day')} in numbers`,
        table('Performance in numbers', COLUMNS, rowsOf(performance)),
      ),
    ),
  ];
}

const metricOf = ({ metrics }: Day, name: string): Metric | undefined => metrics.find(({ metric }) => metric === name);

function small(name: string, performance: readonly Day[], axis: Axis): Html {
  const days = performance.flatMap((each): MetricDay[] => {
    const found = metricOf(each, name);
    return found ? [{ ...found, at: axis.at(each.to) }] : [];
  });
  const measured = days.findLast((each) => each.measured !== undefined)?.measured;
  const estimated = days.findLast((each) => each.estimated !== undefined)?.estimated;
  const said = [
    ...(measured
      ? [`measured ${quantity(measured.value)} (${quantity(measured.low)} to ${quantity(measured.high)})`]
      : ['not measured: too few labels']),
    ...(estimated ? [`estimated ${quantity(estimated.value)}`] : []),
    `held out ${quantity(days.at(-1)?.heldOut ?? 0)}`,
  ].join(', ');
  return figure(metricLine(`${name}: ${said}`, days), html`<b>${name}</b>: ${said}`);
}

const COLUMNS = [
  { title: 'day (UTC)' },
  { title: 'version', number: true },
  { title: 'metric' },
  { title: 'held out', number: true },
  { title: 'estimated', number: true },
  { title: 'measured', number: true },
  { title: '95 % interval', number: true },
  { title: 'labels', number: true },
];

const rowsOf = (performance: readonly Day[]): TableRow[] =>
  performance.toReversed().flatMap(({ from, version, labelled, metrics }) =>
    metrics.map(({ metric, heldOut, measured, estimated, called }): TableRow => {
      const value = measured ? quantity(measured.value) : '–';
      return [
        day(from),
        `v${version}`,
        metric,
        quantity(heldOut),
        estimated ? quantity(estimated.value) : '–',
        called ? html`<b class="bad">${value} declined</b>` : value,
        measured ? `${quantity(measured.low)} to ${quantity(measured.high)}` : '–',
        integer(labelled),
      ];
    }),
  );
