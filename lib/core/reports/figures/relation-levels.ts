/** The target by levels of a column of texts: a dot a level with its 95 % interval, the average as a dashed line. */
import { clipped, type Html, html } from '../html.ts';
import { AXIS, figureOf, labelled, px, WIDTH } from './drawing.ts';
import type { RelationInput } from './relation-line.ts';

const ROW = 20;
const LEFT = 128;
const RIGHT = WIDTH - 62;
const LABEL_LETTERS = 19;
const NORMAL_95 = 1.96;

export function relationLevels({ title, relation, mean }: RelationInput): Html {
  const { groups, average } = relation;
  const reach = groups.map((group) => NORMAL_95 * group.error);
  const lowest = Math.min(average, ...groups.map((group, i) => group.mean - (reach[i] ?? 0)));
  const highest = Math.max(average, ...groups.map((group, i) => group.mean + (reach[i] ?? 0)));
  const x = (value: number): number =>
    highest === lowest ? (LEFT + RIGHT) / 2 : LEFT + 5 + ((value - lowest) / (highest - lowest)) * (RIGHT - LEFT - 10);
  const y = (i: number): number => i * ROW + ROW / 2;
  const intervals = groups.map((group, i) => {
    const half = reach[i] ?? 0;
    return `M${px(x(group.mean - half))} ${y(i)}H${px(x(group.mean + half))}`;
  });
  const texts = groups.map(
    (group, i) =>
      html`<text x="0" y="${y(i) + 4}">${clipped(group.level ?? 'all others', LABEL_LETTERS)}</text><text x="${WIDTH}" y="${y(i) + 4}" text-anchor="end">${mean(group.mean)}</text>`,
  );
  const height = groups.length * ROW;
  return figureOf(
    title,
    height,
    html`<path ${AXIS} stroke-dasharray="4 3" d="M${px(x(average))} 0V${height}"/><path ${AXIS} d="${intervals.join('')}"/><path class="line" fill="none" stroke="#2f81c4" stroke-width="7" stroke-linecap="round" d="${groups.map((group, i) => `M${px(x(group.mean))} ${y(i)}h0`).join('')}"/>${labelled(texts)}`,
  );
}
