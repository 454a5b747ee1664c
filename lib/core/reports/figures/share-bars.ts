/** Shares in a fixed order, such as the hours of a day: a bar each, some of them named below. */
import { type Html, html } from '../html.ts';
import { percent } from '../words.ts';
import { AXIS, figureOf, labelled, NOW, px, WIDTH } from './drawing.ts';

const TOP = 14;
const FLOOR = 62;
const HEIGHT = FLOOR + 18;

/** @param names one a share; an empty one is not written */
export function shareBars(title: string, shares: readonly number[], names: readonly string[]): Html {
  const width = WIDTH / shares.length;
  const highest = Math.max(1e-9, ...shares);
  const bars = shares
    .map((share, i) => {
      const height = share === 0 ? 0 : Math.max(1, (share / highest) * (FLOOR - TOP));
      return height === 0 ? '' : `M${px(i * width + 1)} ${FLOOR}v${px(-height)}h${px(width - 2)}v${px(height)}z`;
    })
    .join('');
  const texts = names.flatMap((name, i) =>
    name === '' ? [] : [html`<text x="${px((i + 0.5) * width)}" y="${FLOOR + 14}" text-anchor="middle">${name}</text>`],
  );
  return figureOf(
    title,
    HEIGHT,
    html`<path ${NOW} d="${bars}"/><path ${AXIS} d="M0 ${FLOOR + 0.5}H${WIDTH}"/>${labelled([html`<text x="0" y="10">${percent(highest)}</text>`, ...texts])}`,
  );
}
