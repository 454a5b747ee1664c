/** What pages that show a column before and now have in common. */
import { levelBars } from './figures/level-bars.ts';
import { clipped, type Html, html, joined } from './html.ts';
import { folded, section, type TableRow, table } from './parts.ts';
import { counted, shareOf } from './words.ts';

/** What the later side is called. */
export type Later = 'now' | 'after';

export const moved = (before: string, now: string): string => `${before} → ${now}`;

/** Shares of the values. */
export interface LevelPairs {
  readonly levels: readonly { value: string; baseline: number; now: number; isNew: boolean }[];
  /** The levels that are not among them: how many, and their shares together. */
  readonly other: { readonly levels: number; readonly baseline: number; readonly now: number };
}

/** A pair of bars a level; the title tells the level that moved most. */
export function levelPairs(name: string, { levels, other }: LevelPairs, later: Later): Html {
  const bars = levels.map(({ value, ...shares }) => ({ label: value, ...shares }));
  if (other.levels > 0)
    bars.push({
      label: `other (${counted(other.levels, 'level')})`,
      now: other.now,
      baseline: other.baseline,
      isNew: false,
    });
  const most = levels.reduce((a, b) => (Math.abs(b.now - b.baseline) > Math.abs(a.now - a.baseline) ? b : a));
  const title = `${name}: ${clipped(most.value, 40)} ${shareOf(most.baseline)} before, ${shareOf(most.now)} ${later}`;
  return levelBars(title, bars);
}

const QUANTILES = Object.entries({
  smallest: 'min',
  '25 %': 'p25',
  median: 'median',
  '75 %': 'p75',
  largest: 'max',
  mean: 'mean',
} as const);

export type Quantile = (typeof QUANTILES)[number][1];

/** Folded: a row a quantile. */
export const quantilePairs = (
  name: string,
  later: Later,
  valuesOf: (quantile: Quantile) => readonly [before: string, now: string],
): Html =>
  folded(
    'Quantiles',
    table(
      `Quantiles of ${name}`,
      [{ title: 'quantile' }, { title: 'before', number: true }, { title: later, number: true }],
      QUANTILES.map(([title, quantile]): TableRow => [title, ...valuesOf(quantile)]),
    ),
  );

/** Cards of the changed columns, as many as fit. @param changed how many there are */
export function changedSection(cards: readonly Html[], changed: number): Html {
  const left = changed - cards.length;
  return section(
    'Changed columns, worst first',
    joined(cards),
    left > 0
      ? html`<p>So that the page stays small, ${counted(left, 'changed column')} more have no plot; their numbers are below.</p>`
      : undefined,
  );
}
