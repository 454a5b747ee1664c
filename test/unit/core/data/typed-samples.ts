/** Row samples made from rows of texts, for tests: what the check makes of a file's kept rows. */
import { type ColumnType, isNumeric } from '../../../../lib/core/contracts/schema.ts';
import { isMissing, parseBoolean, parseNumber, parseTimestamp } from '../../../../lib/core/data/cells.ts';
import type { Contract } from '../../../../lib/core/data/contract.ts';
import type { TypedSample } from '../../../../lib/core/data/profile/typed-sample.ts';

/** @param rows features in contract order, then the target @param lines of the rows; from line 2 on when absent */
export function typedSampleOf(
  rows: readonly (readonly string[])[],
  { rules, target }: Contract,
  lines: readonly number[] = rows.map((_, row) => row + 2),
): TypedSample {
  const types = [...rules.map(({ type }) => type), target.values ? 'category' : target.type];
  const columns = types.map((type, index) => columnOf(rows, index, type));
  return {
    rows: rows.length,
    of: rows.length,
    every: 1,
    lines: Float64Array.from(lines),
    numbers: columns.map(({ numbers }) => numbers),
    levels: columns.map(({ levels }) => levels),
    texts: columns.map(({ texts }) => texts),
  };
}

function columnOf(rows: readonly (readonly string[])[], index: number, type: ColumnType) {
  const cells = rows.map((row) => row[index] ?? '');
  if (isNumeric(type)) {
    const parse = type === 'timestamp' ? parseTimestamp : parseNumber;
    const numbers = Float64Array.from(cells, (cell) => parse(cell.trim()) ?? Number.NaN);
    return { numbers, levels: undefined, texts: undefined };
  }
  const codes = new Map<string, number>();
  const levels = Int32Array.from(cells, (cell) => {
    if (isMissing(cell)) return -1;
    const text = type === 'boolean' ? String(parseBoolean(cell) ?? cell) : cell;
    const known = codes.get(text);
    if (known !== undefined) return known;
    codes.set(text, codes.size);
    return codes.size - 1;
  });
  return { numbers: undefined, levels, texts: [...codes.keys()] };
}

/** A contract of features by type, and a target with labels or a number. */
export function contractFor(features: Readonly<Record<string, ColumnType>>, labels?: [string, string]): Contract {
  const columns = Object.entries(features).map(([name, type]) => ({ name, type }));
  const type: ColumnType = labels ? 'category' : 'number';
  return {
    rules: columns.map((column) => ({ ...column, required: false })),
    target: { name: 'y', type, required: true, ...(labels ? { values: new Set(labels) } : {}) },
    schema: {
      v: 1,
      task: labels ? 'binary-classification' : 'regression',
      columns,
      target: { name: 'y', type, ...(labels ? { labels } : {}) },
    },
  };
}
