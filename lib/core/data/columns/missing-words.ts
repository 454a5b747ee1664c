/** Words that a column's contract takes for a missing value, as they are met in the rows that are kept. */
export interface MissingWords {
  /** Whether there are any. */
  readonly any: boolean;
  /** Whether the word stands for a missing value. @param row of the batch @param text trimmed */
  isNull(row: number, text: string): boolean;
  /** Whether there are such words in the batch that are not counted yet. */
  readonly met: boolean;
  /** Counts the words of a batch, once it is known which rows are kept. */
  settle(isKept: (row: number) => boolean): void;
  readonly counts: ReadonlyMap<string, number>;
}

export function missingWords(nulls: ReadonlySet<string> | undefined): MissingWords {
  const counts = new Map<string, number>();
  let met: { row: number; text: string }[] = [];
  return {
    any: nulls !== undefined && nulls.size > 0,
    isNull(row, text) {
      if (!nulls?.has(text)) return false;
      met.push({ row, text });
      return true;
    },
    get met() {
      return met.length > 0;
    },
    settle(isKept) {
      for (const { row, text } of met) if (isKept(row)) counts.set(text, (counts.get(text) ?? 0) + 1);
      met = [];
    },
    counts,
  };
}
