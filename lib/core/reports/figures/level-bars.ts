/** A column of text: a pair of bars a level, now filled and the baseline as an outline. */
import { clipped, type Html, html } from '../html.ts';
import { shareOf } from '../words.ts';
import { BEFORE, figureOf, labelled, NOW, px, WIDTH } from './drawing.ts';

export interface LevelBar {
  readonly label: string;
  readonly now: number;
  /** Absent: there is one side only. */
  readonly baseline?: number;
  readonly isNew?: boolean;
}

const LABEL_LETTERS = 28;
const ROW = 27;
const BAR = 8;

export function levelBars(title: string, bars: readonly LevelBar[]): Html {
  const largest = Math.max(1e-9, ...bars.flatMap(({ now, baseline = 0 }) => [now, baseline]));
  const wide = (share: number): string => px(share === 0 ? 0 : Math.max(1, (share / largest) * (WIDTH - 2)));
  const at = (i: number): number => i * ROW + 16;
  const bar = (i: number, share: number): string =>
    share === 0 ? '' : `M1 ${at(i)}h${wide(share)}v${BAR}h-${wide(share)}z`;
  const now = bars.map((each, i) => bar(i, each.now)).join('');
  const before = bars.map(({ baseline = 0 }, i) => bar(i, baseline)).join('');
  const texts = bars.map(({ label, now, baseline, isNew }, i) => {
    const y = i * ROW + 11;
    const numbers = baseline === undefined ? shareOf(now) : `${shareOf(baseline)} → ${shareOf(now)}`;
    const mark = isNew && html`<tspan class="bad" fill="#b3261e" font-weight="bold"> new</tspan>`;
    return html`<text x="0" y="${y}">${clipped(label, LABEL_LETTERS)}${mark}</text><text x="${WIDTH}" y="${y}" text-anchor="end">${numbers}</text>`;
  });
  return figureOf(
    title,
    Math.max(1, bars.length) * ROW,
    html`${labelled(texts)}<path ${NOW} d="${now}"/>${before !== '' && html`<path ${BEFORE} d="${before}"/>`}`,
  );
}
