/** How the effect of a column stood over time, with its limit drawn in. */
import { type Html, html } from '../html.ts';
import { effectOf } from '../words.ts';
import { AXIS, figureOf, LIMIT, labelled, px, WIDTH } from './drawing.ts';

const HEIGHT = 64;
const TOP = 6;
const FLOOR = HEIGHT - 4;
const RIGHT = WIDTH - 40;
/** Beyond this many limits a line is cut, else one outlier flattens all others. */
const HIGHEST = 25;

export interface EffectPoint {
  /** Place in time, 0 to 1. */
  readonly at: number;
  /** Null where the column was not compared. */
  readonly effect: number | null;
}

export interface EffectLine {
  readonly title: string;
  /** In the order of time; each line by itself: the effects of two configurations are of two baselines. */
  readonly lines: readonly (readonly EffectPoint[])[];
  readonly limit: number;
  /** Where a version began to serve. */
  readonly marks?: readonly number[];
}

/** Heights are square roots, so that what is below the limit is seen beside what is far above it. */
export function effectLine({ title, lines, limit, marks = [] }: EffectLine): Html {
  const known = lines.flat().flatMap(({ effect }) => effect ?? []);
  const highest = Math.max(1e-9, 1.5 * limit, Math.min(HIGHEST * limit, Math.max(0, ...known)));
  const y = (effect: number): number => FLOOR - Math.sqrt(Math.min(effect, highest) / highest) * (FLOOR - TOP);
  const at = (point: EffectPoint, effect: number): string => `${px(point.at * RIGHT)} ${px(y(effect))}`;
  const drawn = lines.flatMap((line) =>
    unbroken(line).map(([first, ...rest]) => {
      if (first === undefined) return '';
      // A window between two gaps is a point, which a line of no length would not show.
      if (rest.length === 0) return `M${px(first.at * RIGHT - 1)} ${px(y(first.effect))}h2`;
      return `M${at(first, first.effect)}${rest.map((point) => `L${at(point, point.effect)}`).join('')}`;
    }),
  );
  return figureOf(
    title,
    HEIGHT,
    html`${marks.length > 0 && html`<path ${AXIS} d="${marks.map((mark) => `M${px(mark * RIGHT)} 0V${HEIGHT}`).join('')}"/>`}<path ${AXIS} d="M0 ${FLOOR + 0.5}H${RIGHT}"/><path ${LIMIT} d="M0 ${px(y(limit))}H${RIGHT}"/>${labelled([html`<text x="${WIDTH}" y="${px(y(limit) + 4)}" text-anchor="end">${effectOf(limit)}</text>`])}<path class="line" fill="none" stroke="#2f81c4" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" d="${drawn.join('')}"/>`,
  );
}

type Known = EffectPoint & { readonly effect: number };

/** A line in pieces, where there was nothing to compare. */
function unbroken(line: readonly EffectPoint[]): Known[][] {
  const pieces: Known[][] = [[]];
  for (const { at, effect } of line) {
    if (effect === null) pieces.push([]);
    else pieces.at(-1)?.push({ at, effect });
  }
  return pieces.filter((piece) => piece.length > 0);
}
