/** Every window by what came of it: a column a day, its hours from top to bottom. */
import { DriftOutcome } from '../../drift/document.ts';
import { type Html, html } from '../html.ts';
import { px } from './drawing.ts';
import { ACROSS, DOWN } from './stretched.ts';

export interface CalendarCell {
  /** Milliseconds since 1970, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly outcome: DriftOutcome;
  /** What is read where it is pointed at. */
  readonly words: string;
}

const DAY_MS = 86_400_000;
/** Of a day: so much is seen of a window of seconds, too. */
const LEAST_HEIGHT = DOWN / 48;
/** Cells that say what they are where they are pointed at: the bad ones, few or all in one path. */
const MOST_TITLED = 100;

/** Which part of its place a cell fills, so that no state is told by its colour alone. [top, height] */
const SHAPES: Readonly<Record<DriftOutcome, readonly [top: number, height: number]>> = {
  drift: [0, 1],
  'no-drift': [0, 1],
  'not-enough-data': [0.28, 0.44],
  'no-traffic': [0.43, 0.14],
  'capture-stopped': [0, 1],
};

/** Colours as attributes too, for where styles are stripped. */
const FILLS: Readonly<Record<DriftOutcome, string>> = {
  drift: '#b3261e',
  'no-drift': '#9cc3e6',
  'not-enough-data': '#8c959f',
  'no-traffic': '#8c959f',
  'capture-stopped': '#1f2328',
};

const fill = (outcome: DriftOutcome): Html => html`class="o-${outcome}" fill="${FILLS[outcome]}"`;

/** @param begin midnight of its first day, in UTC @param days columns */
export function windowCalendar(cells: readonly CalendarCell[], begin: number, days: number): Html {
  const drawn = placed(cells, begin, days);
  return html`${DriftOutcome.options.map((outcome) => {
    const those = drawn.filter((cell) => cell.outcome === outcome);
    if (those.length === 0) return html``;
    if ((outcome === 'drift' || outcome === 'capture-stopped') && those.length <= MOST_TITLED)
      return html`${those.map(({ path, words }) => html`<path ${fill(outcome)} d="${path}"><title>${words}</title></path>`)}`;
    return html`<path ${fill(outcome)} d="${those.map(({ path }) => path).join('')}"/>`;
  })}`;
}

/** A square as the calendar has it. */
export const outcomeKey = (outcome: DriftOutcome): Html => {
  const [top, height] = SHAPES[outcome];
  return html`<svg class="key" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path ${fill(outcome)} d="${rectangle(0, 12 * top, 12, 12 * height)}"/></svg>`;
};

interface Placed {
  readonly outcome: DriftOutcome;
  readonly words: string;
  readonly path: string;
}

/** Windows of one time, of two configurations say, share the width of their day. */
function placed(cells: readonly CalendarCell[], begin: number, days: number): Placed[] {
  const wide = ACROSS / days;
  const side = Map.groupBy(cells, ({ from, to }) => `${from} ${to}`);
  return cells.map((cell) => {
    const { from, to, outcome, words } = cell;
    const beside = side.get(`${from} ${to}`) ?? [cell];
    const width = wide / beside.length;
    const day = Math.floor((from - begin) / DAY_MS);
    const y = ((from - begin - day * DAY_MS) / DAY_MS) * DOWN;
    const height = Math.max(LEAST_HEIGHT, Math.min(DOWN - y, ((to - from) / DAY_MS) * DOWN));
    const [top, part] = SHAPES[outcome];
    const x = day * wide + beside.indexOf(cell) * width;
    const gap = { x: width * 0.08, y: height * 0.08 };
    const inner = height - gap.y;
    return { outcome, words, path: rectangle(x, y + top * inner, width - gap.x, part * inner) };
  });
}

const rectangle = (x: number, y: number, width: number, height: number): string =>
  `M${px(x)} ${fine(y)}h${px(width)}v${fine(height)}h${px(-width)}z`;

/** A day of hourly windows is 4 units each. */
const fine = (value: number): string => String(Number(value.toFixed(2)));
