/** A metric day by day: dots with intervals where labels came, a line where it is estimated, dashes where it was before. */
import { type Html, html } from '../html.ts';
import { quantity } from '../words.ts';
import { AXIS, figureOf, labelled, px, WIDTH } from './drawing.ts';

const HEIGHT = 84;
const TOP = 6;
const FLOOR = HEIGHT - 6;
const RIGHT = WIDTH - 48;

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface MetricDay {
  /** Place in time, 0 to 1. */
  readonly at: number;
  readonly heldOut: number;
  readonly measured?: Interval | undefined;
  readonly estimated?: Interval | undefined;
  /** Surely worse than it was. */
  readonly called: boolean;
}

/** @param days oldest first, at least one */
export function metricLine(title: string, days: readonly MetricDay[]): Html {
  const values = days.flatMap(({ heldOut, measured, estimated }) => [
    heldOut,
    ...(measured ? [measured.low, measured.high] : []),
    ...(estimated ? [estimated.value] : []),
  ]);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const y = (value: number): string =>
    px(highest === lowest ? (TOP + FLOOR) / 2 : FLOOR - ((value - lowest) / (highest - lowest)) * (FLOOR - TOP));
  const x = ({ at }: MetricDay): string => px(at * RIGHT);
  const before = joinedLine(days, x, ({ heldOut }) => y(heldOut));
  const estimates = joinedLine(days, x, ({ estimated }) => estimated && y(estimated.value));
  const dots = (which: boolean): string =>
    days.map((day) => (day.measured && day.called === which ? `M${x(day)} ${y(day.measured.value)}h0` : '')).join('');
  const intervals = days.map((day) => day.measured && `M${x(day)} ${y(day.measured.low)}V${y(day.measured.high)}`);
  const round = html`fill="none" stroke-width="6" stroke-linecap="round"`;
  return figureOf(
    title,
    HEIGHT,
    html`<path ${AXIS} fill="none" stroke-dasharray="4 3" d="${before}"/><path class="line" fill="none" stroke="#2f81c4" stroke-width="1.5" d="${estimates}"/><path ${AXIS} fill="none" d="${intervals.join('')}"/><path class="dash" stroke="#1f2328" ${round} d="${dots(false)}"/><path class="limit" stroke="#b3261e" ${round} d="${dots(true)}"/>${labelled(
      [
        html`<text x="${WIDTH}" y="${TOP + 4}" text-anchor="end">${quantity(highest)}</text>`,
        html`<text x="${WIDTH}" y="${FLOOR + 4}" text-anchor="end">${quantity(lowest)}</text>`,
      ],
    )}`,
  );
}

/** A line through all days that have a place; one day alone is a short piece. */
function joinedLine(
  days: readonly MetricDay[],
  x: (day: MetricDay) => string,
  y: (day: MetricDay) => string | undefined,
): string {
  const points = days.flatMap((day) => {
    const at = y(day);
    return at === undefined ? [] : [`${x(day)} ${at}`];
  });
  return points.length === 1 ? `M${points[0]}h4` : points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point}`).join('');
}
