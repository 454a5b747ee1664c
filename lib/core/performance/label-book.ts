/** All labels of a model that are known: of one row the one that came last counts. */
import type { Label } from './labels.ts';

interface Entry {
  label: string;
  /** When it came, milliseconds since 1970; of a label that was sent again unchanged, when it came first. */
  came: number;
  isUsed: boolean;
}

export interface LabelTally {
  /** Rows that have a label. */
  known: number;
  /** Labels that came again as they were, and labels that were replaced by another. */
  repeated: number;
  corrected: number;
  /** Labels of rows that were not read: of another stage, of another time, or of a request that never was. */
  unmatched: number;
}

export class LabelBook {
  readonly #entries = new Map<string, Entry>();
  #repeated = 0;
  #corrected = 0;

  /** Labels are to be added in the order they came. @param came milliseconds since 1970 */
  add({ inferenceId, row, label }: Label, came: number): void {
    const key = keyOf(inferenceId, row);
    const known = this.#entries.get(key);
    if (known?.label === label) {
      this.#repeated += 1;
      return;
    }
    if (known) this.#corrected += 1;
    this.#entries.set(key, { label, came, isUsed: false });
  }

  /** The label of a row, which counts as matched from now on. */
  take(inferenceId: string, row: number): { label: string; came: number } | undefined {
    const found = this.#entries.get(keyOf(inferenceId, row));
    if (found) found.isUsed = true;
    return found;
  }

  tally(): LabelTally {
    let unmatched = 0;
    for (const { isUsed } of this.#entries.values()) if (!isUsed) unmatched += 1;
    return { known: this.#entries.size, repeated: this.#repeated, corrected: this.#corrected, unmatched };
  }
}

/** No inference id holds a blank. */
const keyOf = (inferenceId: string, row: number): string => `${inferenceId} ${row}`;
