/** A table as a population: a baseline drawn from it, and windows of live traffic drawn from the same rows, so nothing drifts. */
import { countUpTo } from '../../../../lib/core/data/profile/search.ts';
import { baselineColumns, type FeatureBaseline } from '../../../../lib/core/drift/baseline.ts';
import type { CategoryCounts } from '../../../../lib/core/drift/category-counter.ts';
import type { NumberCounts } from '../../../../lib/core/drift/number-counter.ts';
import { type ColumnCounts, DriftWindow, type WindowCounts } from '../../../../lib/core/drift/window.ts';
import { csv } from '../../data/detection/faults.ts';
import { referenceOf } from '../../data/detection/judge.ts';
import { type Table, table } from '../../data/detection/tables.ts';
import { type Random, random as seeded } from '../../data/random.ts';
import { generated } from '../clean/tables.ts';

/** Where each row of the population counts, a column each. */
interface Places {
  /** Index of the bin or level; `MISSING`, or one of those the baseline does not have (in `others`) from `known` on. */
  readonly of: Int32Array;
  readonly known: number;
  readonly others: readonly string[];
}

const MISSING = -1;

/** Columns that name a row: no test looks at them, and a thousand new names a window take their time. */
const NAMES = ['patient', 'customerID'];

export interface Population {
  readonly baseline: readonly FeatureBaseline[];
  /** These rows of the table, as the monitor counts them. */
  of(rows: Int32Array): WindowCounts;
  /** So many rows, drawn with replacement, as the monitor counts them. */
  window(rows: number, random: Random): WindowCounts;
}

/** Rows of a generated table that stand for all there are. */
const GENERATED_ROWS = 8000;
const made = new Map<string, Table>();

/** The made-up tables of comparisons, or those that faults are planted in. */
function rowsOf(name: string): Table {
  const known = made.get(name);
  if (known) return known;
  const rows = generated(name, GENERATED_ROWS, seeded(20_261_121));
  if (rows === undefined) return table(name);
  const whole: Table = {
    name,
    // Every table has a target; this one says nothing.
    header: [...(rows[0] ?? []).map((_, i) => `c${i}`), 'label'],
    rows: rows.map((row, i) => [...row, String(i % 7)]),
    ...{ target: 'label', task: 'regression', ignore: [], hours: [], times: [] },
  };
  made.set(name, whole);
  return whole;
}

/** @param rows of the baseline, drawn with replacement */
export async function population(name: string, rows: number, random: Random): Promise<Population> {
  const { header, rows: all, ...rest } = rowsOf(name);
  const ignore = [...rest.ignore, ...NAMES];
  const drawn = Array.from({ length: rows }, () => [...random.pick(all)]);
  const reference = await referenceOf({ ...rest, header, rows: all, ignore }, csv(header, drawn));
  const { schema } = reference.contract;
  const baseline = baselineColumns(reference.profile, schema.columns);
  const places = baseline.map((column) => {
    const at = header.indexOf(column.name);
    return placesOf(
      column,
      all.map((row) => row[at] ?? ''),
    );
  });
  const of = (picked: Int32Array): WindowCounts => ({
    rows: picked.length,
    wrongLength: 0,
    columns: baseline.map((column, i) => counted(column, places[i] as Places, picked)),
  });
  return {
    baseline,
    of,
    window: (size, draws) => of(Int32Array.from({ length: size }, () => draws.below(all.length))),
  };
}

/**
 * Each different level is counted by the monitor's own counter: what grew tells where it counts. Of numbers, which are many,
 * a few are; the others are looked up as it does.
 */
function placesOf(column: FeatureBaseline, cells: readonly string[]): Places {
  const known = column.kind === 'category' ? column.levels.length : 0;
  const others: string[] = [];
  const window = new DriftWindow([column]);
  let before: readonly number[] = [];
  let nulls = 0;
  const place = (cell: string): number => {
    window.add([cell]);
    const [counts] = window.counts().columns;
    if (counts === undefined || counts.kind === 'unknown' || counts.kind === 'correlations') return MISSING;
    const at = counts.counts.findIndex((count, i) => count !== (before[i] ?? 0));
    const isMissing = counts.nulls > nulls;
    nulls = counts.nulls;
    before = counts.counts;
    return isMissing ? MISSING : at >= 0 ? at : known + others.push(cell) - 1;
  };
  const edges = column.kind === 'number' && column.type !== 'timestamp' ? Float64Array.from(column.edges) : undefined;
  const placed = new Map<string, number>();
  const of = Int32Array.from(cells, (cell) => {
    const found = placed.get(cell);
    if (found !== undefined) return found;
    const value = cell.trim() === '' ? Number.NaN : Number(cell);
    const looked = edges && Number.isFinite(value) ? countUpTo(edges, value) : undefined;
    const at = looked === undefined || placed.size % CHECKED_EVERY === 0 ? place(cell) : looked;
    if (looked !== undefined && at !== looked)
      throw new Error(`${column.name}: ${cell} is in bin ${at}, not ${looked}`);
    placed.set(cell, at);
    return at;
  });
  return { of, known, others };
}

/** One number in so many is counted and looked up. */
const CHECKED_EVERY = 100;

function counted(column: FeatureBaseline, { of, known, others }: Places, picked: Int32Array): ColumnCounts {
  if (column.kind === 'unknown') return { kind: 'unknown', name: column.name };
  const counts: number[] = new Array(column.counts.length).fill(0);
  const rest: number[] = new Array(others.length).fill(0);
  let nulls = 0;
  for (const row of picked) {
    const at = of[row] as number;
    if (at === MISSING) nulls += 1;
    else if (column.kind === 'number' || at < known) counts[at] = (counts[at] as number) + 1;
    else rest[at - known] = (rest[at - known] as number) + 1;
  }
  const both = { name: column.name, counts, count: picked.length - nulls, nulls };
  if (column.kind === 'number')
    return { ...both, kind: 'number', unparsable: 0, sketch: NO_SKETCH } satisfies NumberCounts;
  const met = rest.flatMap((count, i) => (count > 0 ? [[others[i] ?? '', count] as const] : []));
  return { ...both, kind: 'category', others: met, unlisted: 0 } satisfies CategoryCounts;
}

/** No test looks at it. */
const NO_SKETCH = { zeros: 0, positive: [], negative: [] };
