/** A numeric column: bars for the values now, a step outline for those of the baseline, tails set apart. */
import type { PlotScale, PlotShares } from '../../data/profile/plot.ts';
import { type Html, html } from '../html.ts';
import { percent, written } from '../words.ts';
import { AXIS, BEFORE, figureOf, labelled, NOW, px, WIDTH } from './drawing.ts';
import { niceTicks } from './ticks.ts';

export interface HistogramInput {
  readonly title: string;
  readonly type: string | undefined;
  readonly scale: PlotScale;
  readonly now: PlotShares;
  readonly baseline?: PlotShares;
}

const PLOT_TOP = 14;
const PLOT_HEIGHT = 90;
const FLOOR = PLOT_TOP + PLOT_HEIGHT;
const HEIGHT = FLOOR + 18;
const TAIL = 24;
const TAIL_GAP = 10;
/** One in a thousand fills the plot; less is noise. */
const LEAST_HIGHEST = 0.001;
/** What is not nothing is seen. */
const LEAST_HEIGHT = 1;
/** Letters of 11 pixels are about this wide. */
const LETTER = 7;

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly now: number;
  readonly baseline: number;
}

export function histogram({ title, type, scale, now, baseline }: HistogramInput): Html {
  const before = baseline ?? [];
  const count = now.length - 2;
  const has = (at: number): boolean => (now[at] ?? 0) > 0 || (before[at] ?? 0) > 0;
  const tails = { below: has(0), above: has(count + 1) };
  const left = tails.below ? TAIL + TAIL_GAP : 0;
  const right = WIDTH - (tails.above ? TAIL + TAIL_GAP : 0);
  const width = (right - left) / Math.max(1, count);
  const bar = (at: number, x: number, wide: number): Bar => ({
    x,
    width: wide,
    now: now[at] ?? 0,
    baseline: before[at] ?? 0,
  });
  const middle = Array.from({ length: count }, (_, i) => bar(i + 1, left + i * width, width));
  const groups = [
    ...(tails.below ? [[bar(0, 0, TAIL)]] : []),
    middle,
    ...(tails.above ? [[bar(count + 1, WIDTH - TAIL, TAIL)]] : []),
  ];
  // A tail that holds nearly all would flatten the shape beside it: it is cut at the top, and its share written there.
  const highest = Math.max(...middle.flatMap((each) => [each.now, each.baseline]), LEAST_HIGHEST);
  const gap = scale.kind === 'values' ? Math.min(4, width / 6) : 0.5;
  return figureOf(
    title,
    HEIGHT,
    html`<path ${NOW} d="${groups.map((bars) => filled(bars, highest, gap)).join('')}"/>${baseline && html`<path ${BEFORE} d="${groups.map((bars) => outline(bars, highest)).join('')}"/>`}<path ${AXIS} fill="none" d="${groups.map(axis).join('')}"/>${labelled(
      [
        heads({ below: now[0] ?? 0, above: now[count + 1] ?? 0 }, highest, left),
        ...labels(scale, type, { left, right, width, tails }),
      ],
    )}`,
  );
}

/** Above the plot: the share of its highest bar, and of each tail. */
function heads(tails: { below: number; above: number }, highest: number, left: number): Html {
  const place = tails.below > 0 ? left + TAIL + TAIL_GAP : left;
  return html`${tails.below > 0 && html`<text x="0" y="10">${percent(tails.below)}</text>`}<text x="${px(place)}" y="10">${percent(highest)}</text>${tails.above > 0 && html`<text x="${WIDTH}" y="10" text-anchor="end">${percent(tails.above)}</text>`}`;
}

const heightOf = (share: number, highest: number): number =>
  share === 0 ? 0 : Math.min(PLOT_HEIGHT, Math.max(LEAST_HEIGHT, (share / highest) * PLOT_HEIGHT));

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Relative moves, from bar to bar too: a third of the size of rectangles. Rounded places are kept, so no error adds up. */
function filled(bars: readonly Bar[], highest: number, gap: number): string {
  let end: number | undefined;
  return bars
    .filter(({ now }) => now > 0)
    .map(({ x, width, now }) => {
      const height = px(heightOf(now, highest));
      const [from, wide] = [tenths(x + gap / 2), tenths(Math.max(0.5, width - gap))];
      const move = end === undefined ? `M${px(from)} ${FLOOR}` : `m${px(from - end)} 0`;
      end = from + wide;
      return `${move}v-${height}h${px(wide)}v${height}`;
    })
    .join('');
}

function outline(bars: readonly Bar[], highest: number): string {
  const [first] = bars;
  const steps = bars.map(({ x, width, baseline }) => `V${px(FLOOR - heightOf(baseline, highest))}H${px(x + width)}`);
  return `M${px(first?.x ?? 0)} ${FLOOR}${steps.join('')}V${FLOOR}`;
}

function axis(bars: readonly Bar[]): string {
  const last = bars.at(-1);
  return `M${px(bars[0]?.x ?? 0)} ${FLOOR + 0.5}H${px((last?.x ?? 0) + (last?.width ?? 0))}`;
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly tails: { readonly below: boolean; readonly above: boolean };
}

/** Labels that have room, from the left; the ends of a scale with tails say so. */
function labels(scale: PlotScale, type: string | undefined, { left, right, width, tails }: Place): Html[] {
  const marks =
    scale.kind === 'values'
      ? scale.values.map((value, i) => ({ x: left + (i + 0.5) * width, text: written(value, type) }))
      : ticks(scale, type).map((value) => ({
          x: left + ((value - scale.from) / (scale.to - scale.from)) * (right - left),
          text: written(value, type, scale.to - scale.from),
        }));
  const drawn: Html[] = [];
  let free = tails.below ? left - TAIL_GAP + 8 : 0;
  const end = tails.above ? right + TAIL_GAP - 8 : WIDTH;
  for (const { x, text } of marks) {
    const half = (text.length * LETTER) / 2;
    const centre = Math.min(Math.max(x, half), WIDTH - half);
    if (centre - half < free || centre + half > end) continue;
    drawn.push(html`<text x="${px(centre)}" y="${FLOOR + 14}" text-anchor="middle">${text}</text>`);
    free = centre + half + LETTER;
  }
  if (tails.below) drawn.push(html`<text x="0" y="${FLOOR + 14}">less</text>`);
  if (tails.above) drawn.push(html`<text x="${WIDTH}" y="${FLOOR + 14}" text-anchor="end">more</text>`);
  return drawn;
}

/** Times are marked at the ends and in the middle; nobody reads a round number of seconds. */
function ticks({ from, to }: Extract<PlotScale, { kind: 'range' }>, type: string | undefined): number[] {
  return type === 'timestamp' ? [from, (from + to) / 2, to] : niceTicks(from, to, 5);
}
