/** How the columns of a stage stood, window by window: from the summaries of its windows. */

/** What a trend needs of a window. */
export interface SummedWindow {
  /** Columns that were called. */
  readonly called: readonly string[];
  /** Effects by column, where the window was judged. */
  readonly effects: readonly (readonly [name: string, effect: number])[];
}

export interface ColumnTrend {
  name: string;
  /** In how many windows it was called. */
  called: number;
  /** One a window; null where it was not judged, or others had larger effects. */
  effects: (number | null)[];
}

/**
 * Columns that were called first, then by their largest effect.
 * @param windows oldest first
 * @param most columns to tell
 */
export function columnTrends(
  windows: readonly SummedWindow[],
  most: number,
): { columns: ColumnTrend[]; columnsLeft: number } {
  const found = new Map<string, ColumnTrend & { largest: number }>();
  for (const [place, { called, effects }] of windows.entries()) {
    for (const [name, effect] of effects) {
      const column = found.get(name) ?? { name, called: 0, effects: windows.map(() => null), largest: 0 };
      column.effects[place] = effect;
      column.largest = Math.max(column.largest, effect);
      found.set(name, column);
    }
    for (const name of new Set(called)) {
      const column = found.get(name);
      if (column) column.called += 1;
    }
  }
  const ordered = [...found.values()].sort(
    (a, b) => Number(b.called > 0) - Number(a.called > 0) || b.largest - a.largest,
  );
  return {
    columns: ordered.slice(0, most).map(({ largest: _, ...column }) => column),
    columnsLeft: Math.max(0, ordered.length - most),
  };
}
