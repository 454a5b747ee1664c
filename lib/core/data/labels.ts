/** The two labels of a binary target. */
import type { CellBatch } from './cell-batch.ts';
import { knownTexts } from './columns/known-texts.ts';

const POSITIVE = new Set(['1', '1.0', 'yes', 'y', 'true', 't', 'positive']);
const NEGATIVE = new Set(['0', '0.0', '-1', 'no', 'n', 'false', 'f', 'negative']);

/** Both labels, the positive one second: of words that say so the one that does, else the second in text order. */
export function orderLabels(a: string, b: string): [negative: string, positive: string] {
  const sorted: [string, string] = a < b ? [a, b] : [b, a];
  const [first, second] = sorted;
  const says = (label: string, words: ReadonlySet<string>) => words.has(label.toLowerCase());
  return says(first, POSITIVE) && says(second, NEGATIVE) ? [second, first] : sorted;
}

/** Beyond so many it is no label. */
const MOST_LABELS = 100;

/** Counts labels of a first pass. Beyond 100 different ones it only knows that there are more. */
export interface LabelCount {
  /** @param position of the target in the file; rows with a fault have no cells */
  read(batch: CellBatch, position: number): void;
  /** By text. */
  labels(): string[];
  /** Takes in labels of later rows, as if they had been added one by one. */
  merge(later: readonly string[]): void;
  /** In the order they came. */
  state(): string[];
}

/** @param nulls words that stand for a missing label */
export function labelCount(nulls: ReadonlySet<string>): LabelCount {
  const seen = new Set<string>();
  const add = (cell: string): void => {
    const label = cell.trim();
    if (label !== '' && !nulls.has(label) && seen.size <= MOST_LABELS) seen.add(label);
  };
  const look = knownTexts((cell) => {
    add(cell);
    return 0;
  });
  return {
    read(batch, position) {
      const { rows, width, faults } = batch;
      for (let row = 0, slot = position; row < rows && seen.size <= MOST_LABELS; row++, slot += width)
        if (faults[row] === 0) look(batch, slot);
    },
    labels: () => [...seen].sort(),
    merge(later) {
      for (const label of later) add(label);
    },
    state: () => [...seen],
  };
}
