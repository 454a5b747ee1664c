/** A column of text: a pair of bars a level, now filled and the baseline as an outline. */
import { clipped, type Html, html, joined } from '../html.ts';
import { shareOf } from '../words.ts';
import { BEFORE, figureOf, LABEL, NOW, px, WIDTH } from './drawing.ts';

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
  const rows = bars.map(({ label, now, baseline, isNew }, i) => {
    const top = i * ROW;
    const numbers = baseline === undefined ? shareOf(now) : `${shareOf(baseline)} → ${shareOf(now)}`;
    return html`<text ${LABEL} x="0" y="${top + 11}">${clipped(label, LABEL_LETTERS)}${isNew && html`<tspan class="bad" fill="#b3261e" font-weight="bold"> new</tspan>`}</text><text ${LABEL} x="${WIDTH}" y="${top + 11}" text-anchor="end">${numbers}</text><path ${NOW} d="M1 ${top + 16}h${wide(now)}v${BAR}h-${wide(now)}z"/>${baseline !== undefined && baseline > 0 && html`<path ${BEFORE} d="M1 ${top + 16}h${wide(baseline)}v${BAR}h-${wide(baseline)}z"/>`}`;
  });
  return figureOf(title, Math.max(1, bars.length) * ROW, joined(rows));
}
