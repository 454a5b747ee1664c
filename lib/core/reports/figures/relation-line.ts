/** The target by groups of a numeric column: a dot a group with its 95 % interval, the average as a dashed line. */
import type { ReportRelation } from '../../data/report/relation.ts';
import { type Html, html } from '../html.ts';
import { AXIS, figureOf, labelled, px, WIDTH } from './drawing.ts';

export interface RelationInput {
  readonly title: string;
  readonly relation: ReportRelation;
  /** How a mean of the target is written. */
  readonly mean: (value: number) => string;
}

const TOP = 8;
const FLOOR = 66;
const HEIGHT = FLOOR + 18;
const RIGHT = WIDTH - 52;
const NORMAL_95 = 1.96;

/** @param from, to what is written below the first and the last group */
export function relationLine(
  { title, relation, mean }: RelationInput,
  { from, to }: { from: string; to: string },
): Html {
  const { groups, average } = relation;
  const reach = groups.map((group) => NORMAL_95 * group.error);
  const lowest = Math.min(average, ...groups.map((group, i) => group.mean - (reach[i] ?? 0)));
  const highest = Math.max(average, ...groups.map((group, i) => group.mean + (reach[i] ?? 0)));
  const x = (i: number): number => ((i + 0.5) / groups.length) * RIGHT;
  const y = (value: number): number =>
    highest === lowest ? (TOP + FLOOR) / 2 : FLOOR - ((value - lowest) / (highest - lowest)) * (FLOOR - TOP);
  const at = (i: number, value: number): string => `${px(x(i))} ${px(y(value))}`;
  const intervals = groups.map((group, i) => {
    const half = reach[i] ?? 0;
    return `M${at(i, group.mean - half)}V${px(y(group.mean + half))}`;
  });
  return figureOf(
    title,
    HEIGHT,
    html`<path ${AXIS} stroke-dasharray="4 3" d="M0 ${px(y(average))}H${RIGHT}"/><path ${AXIS} d="${intervals.join('')}"/><path class="line" fill="none" stroke="#2f81c4" stroke-width="7" stroke-linecap="round" d="${groups.map((group, i) => `M${at(i, group.mean)}h0`).join('')}"/>${labelled(
      [
        html`<text x="${WIDTH}" y="${TOP + 4}" text-anchor="end">${mean(highest)}</text>`,
        html`<text x="${WIDTH}" y="${FLOOR + 2}" text-anchor="end">${mean(lowest)}</text>`,
        html`<text x="0" y="${FLOOR + 14}">${from}</text>`,
        html`<text x="${RIGHT}" y="${FLOOR + 14}" text-anchor="end">${to}</text>`,
      ],
    )}`,
  );
}
