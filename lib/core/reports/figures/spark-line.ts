/** How the effect of a column stood in the last windows, with its limit drawn in. */
import { type Html, html } from '../html.ts';
import { effectOf } from '../words.ts';
import { figureOf, LIMIT, labelled, px, WIDTH } from './drawing.ts';

const HEIGHT = 56;
const TOP = 6;
const FLOOR = HEIGHT - 6;
const RIGHT = WIDTH - 40;
/** Beyond this many limits a line is cut, else one outlier flattens all others. */
const HIGHEST = 10;

/** @param effects oldest first; null where the column was not compared */
export function sparkLine(title: string, effects: readonly (number | null)[], limit: number): Html {
  const known = effects.filter((effect) => effect !== null);
  const highest = Math.max(1e-9, 1.5 * limit, Math.min(HIGHEST * limit, Math.max(0, ...known)));
  const x = (i: number): number => (effects.length < 2 ? RIGHT : (i / (effects.length - 1)) * RIGHT);
  const y = (effect: number): number => FLOOR - (Math.min(effect, highest) / highest) * (FLOOR - TOP);
  let path = '';
  let drawing = false;
  effects.forEach((effect, i) => {
    if (effect !== null) path += `${drawing ? 'L' : 'M'}${px(x(i))} ${px(y(effect))}`;
    drawing = effect !== null;
  });
  // A window between two gaps is a point, which a line alone would not show.
  const dots = effects.map((effect, i) => (effect === null ? '' : `M${px(x(i) - 1)} ${px(y(effect))}h2`)).join('');
  return figureOf(
    title,
    HEIGHT,
    html`<path ${LIMIT} d="M0 ${px(y(limit))}H${RIGHT}"/>${labelled([html`<text x="${WIDTH}" y="${px(y(limit) + 4)}" text-anchor="end">${effectOf(limit)}</text>`])}<path class="line" fill="none" stroke="#2f81c4" stroke-width="2" d="${path}"/><path class="line" fill="none" stroke="#2f81c4" stroke-width="4" d="${dots}"/>`,
  );
}
