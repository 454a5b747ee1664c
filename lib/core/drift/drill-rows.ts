/** Rows for a drill: like the data a version was trained on, but for one column. */
import type { FeatureBaseline, NumberBaseline } from './feature-baseline.ts';

export interface PlantedRows {
  /** The column that was spoilt, and how. */
  column: string;
  fault: 'times-1000' | 'missing';
  /** Cells in contract order. */
  rows: string[][];
}

/** A prime, so that any step visits each rank once; above the 200 rows that a decision wants. */
const ROWS = 307;
const FACTOR = 1000;

/**
 * Each column alone has exactly the baseline's shares: row after row takes another of its ranks, each column by a step of
 * its own. A number that is not always 0 is the one to be spoilt, times 1000; without any, a column of texts is emptied.
 *
 * @returns undefined when no column has a value that could be spoilt
 */
export function drillRows(baseline: readonly FeatureBaseline[]): PlantedRows | undefined {
  const spoilt = baseline.find(canGrow) ?? baseline.find(canEmpty);
  if (!spoilt) return undefined;
  const fault = spoilt.kind === 'number' ? 'times-1000' : 'missing';
  const ranked = baseline.map((column, place) => {
    const cells = cellsOf(column);
    const step = 1 + ((place * 37) % (ROWS - 1));
    return Array.from({ length: ROWS }, (_, row) => cells[(row * step + place) % ROWS] ?? '');
  });
  const at = baseline.indexOf(spoilt);
  const rows = Array.from({ length: ROWS }, (_, row) =>
    ranked.map((cells, place) => (place === at ? spoil(cells[row] ?? '', fault) : (cells[row] ?? ''))),
  );
  return { column: spoilt.name, fault, rows };
}

const spoil = (cell: string, fault: PlantedRows['fault']): string =>
  fault === 'missing' || cell === '' ? '' : String(Number(cell) * FACTOR);

const canGrow = (column: FeatureBaseline): boolean =>
  column.kind === 'number' &&
  column.type !== 'timestamp' &&
  column.counts.some((count, bin) => count > 0 && lowest(column, bin) !== 0);

const canEmpty = (column: FeatureBaseline): boolean =>
  column.kind === 'category' && column.counts.some((count) => count > 0);

/** The cells of the ranks, from the lowest to the highest; missing ones first. */
function cellsOf(column: FeatureBaseline): string[] {
  if (column.kind === 'unknown') return new Array(ROWS).fill('');
  const { count, nulls } = column.profile;
  const parts: [string, number][] =
    column.kind === 'number'
      ? column.counts.map((held, bin) => [numberCell(column, bin), held])
      : column.counts.map((held, level) => [column.levels[level] ?? '', held]);
  const listed = parts.reduce((sum, [, held]) => sum + held, 0);
  const missing = count + nulls === 0 ? 1 : nulls / (count + nulls);
  const cells: string[] = [];
  let [at, below] = [0, 0];
  for (let rank = 0; rank < ROWS; rank++) {
    const share = (rank + 0.5) / ROWS;
    if (share < missing || listed === 0) {
      cells.push('');
      continue;
    }
    const place = ((share - missing) / (1 - missing)) * Math.max(listed, column.kind === 'category' ? count : 0);
    while (at < parts.length && below + (parts[at]?.[1] ?? 0) <= place) {
      below += parts[at]?.[1] ?? 0;
      at += 1;
    }
    // Levels too rare to be listed: what stands for them is not among the baseline's, as they are not.
    cells.push(parts[at]?.[0] ?? (column.kind === 'category' ? `other-${rank}` : ''));
  }
  return cells;
}

function numberCell(column: NumberBaseline, bin: number): string {
  const value = lowest(column, bin);
  return column.type === 'timestamp' ? new Date(value).toISOString() : String(value);
}

/** A value of the bin: its lower edge, and a whole number where the column has no others. */
function lowest({ edges, type, profile }: NumberBaseline, bin: number): number {
  const low = edges[bin - 1];
  const high = edges[bin] ?? Number.POSITIVE_INFINITY;
  if (low === undefined) return profile.min ?? high - 1;
  const whole = Math.ceil(low);
  return type === 'integer' && whole < high ? whole : low;
}
