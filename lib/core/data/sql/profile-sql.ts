/**
 * The figures of a profile as SQL for Athena and Trino, over a table whose columns are all text (as OpenCSVSerDe gives
 * them): for data that is catalogued already. One row comes back from each statement.
 */
import { isNumeric, type SchemaColumn } from '../../contracts/schema.ts';
import { presentCell, typedValue } from './cell-values.ts';
import { double, doubles, identifier } from './words.ts';

export interface SqlColumn extends SchemaColumn {
  /** Ascending. Bin i counts values of [edges[i-1], edges[i]), bin 0 those below all, the last those at or above all. */
  edges?: readonly number[];
  /** A number near the mean: without it `sd` loses digits where numbers lie far from 0 and near each other. */
  center?: number;
}

export interface ProfileSqlInput {
  /** Catalog, schema and table, as many as are needed. */
  table: readonly string[];
  columns: readonly SqlColumn[];
  /** @default 0, 0.25, 0.5, 0.75, 1 */
  quantiles?: readonly number[];
  /** @default 262,144, Athena's limit */
  mostBytes?: number;
}

/** What a statement answers of a column, as names of its answer's columns. Counts are of cells. */
export interface ColumnAnswer {
  column: string;
  /** Cells that hold a value. */
  count: string;
  /** Missing cells. */
  nulls: string;
  /** Cells that are there and break their type. */
  faults: string;
  /** Approximate. */
  distinct: string;
  /** Of numbers, and times as epoch seconds. `sd` is of the sample (n - 1); `quantiles` an array, approximate. */
  number?: { min: string; max: string; mean: string; sd: string; quantiles: string; bins?: string };
  /** A map from level to count; `bins` above is one from bin to count. Bins without values are left out. */
  levels?: string;
}

export interface ProfileStatement {
  sql: string;
  /** Name of the answer's column with the number of rows. */
  rows: string;
  columns: ColumnAnswer[];
}

export const ATHENA_QUERY_BYTES = 262_144;
const QUANTILES = [0, 0.25, 0.5, 0.75, 1];

/**
 * As few statements as the limit of their text allows, each over some of the columns.
 *
 * @throws RangeError when a column alone is beyond the limit, or two names differ in case only, which Athena folds
 */
export function profileSql({
  table,
  columns,
  quantiles = QUANTILES,
  mostBytes = ATHENA_QUERY_BYTES,
}: ProfileSqlInput): ProfileStatement[] {
  refuseFolded(columns);
  const from = table.map(identifier).join('.');
  const parts = columns.map((column, index) => partOf(column, `c${index}`, quantiles));
  const statements: ProfileStatement[] = [];
  let held: Part[] = [];
  const flush = (): void => {
    if (held.length > 0) statements.push(statementOf(held, from));
    held = [];
  };
  for (const part of parts) {
    if (sizeOf([...held, part], from) > mostBytes) flush();
    if (sizeOf([part], from) > mostBytes)
      throw new RangeError(
        `column ${part.answer.column}: its part of the statement is beyond ${mostBytes} bytes; give fewer edges`,
      );
    held.push(part);
  }
  flush();
  return statements;
}

function refuseFolded(columns: readonly SqlColumn[]): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      throw new RangeError(`columns ${other} and ${name} are one to Athena, which folds names to lower case`);
    seen.set(name.toLowerCase(), name);
  }
}

/** What a column adds to each of the three steps: cells, values, figures. */
interface Part {
  cell: string;
  value: string;
  figures: string[];
  answer: ColumnAnswer;
}

/** @param at name of the column within the statement */
function partOf(column: SqlColumn, at: string, quantiles: readonly number[]): Part {
  const named = (figure: string): string => `${at}_${figure}`;
  const answer: ColumnAnswer = {
    column: column.name,
    count: named('count'),
    nulls: named('nulls'),
    faults: named('faults'),
    distinct: named('distinct'),
  };
  const figures = [
    `count(${at}) AS ${answer.count}`,
    `count_if(${at}_cell IS NULL) AS ${answer.nulls}`,
    `count_if(${at}_cell IS NOT NULL AND ${at} IS NULL) AS ${answer.faults}`,
    `approx_distinct(${at}) AS ${answer.distinct}`,
  ];
  if (isNumeric(column.type)) {
    const { edges, center = 0 } = column;
    const number = {
      min: named('min'),
      max: named('max'),
      mean: named('mean'),
      sd: named('sd'),
      quantiles: named('quantiles'),
      ...(edges && edges.length > 0 ? { bins: named('bins') } : {}),
    };
    answer.number = number;
    figures.push(
      `min(${at}) AS ${number.min}`,
      `max(${at}) AS ${number.max}`,
      `avg(${at}) AS ${number.mean}`,
      `stddev_samp(${center === 0 ? at : `${at} - ${double(center)}`}) AS ${number.sd}`,
      `approx_percentile(${at}, ARRAY[${quantiles.map(double).join(', ')}]) AS ${number.quantiles}`,
    );
    // Counts edges at or below the value, which is the index of its bin: the interval is closed below.
    if (edges && number.bins)
      figures.push(
        `histogram(CASE WHEN ${at} IS NOT NULL THEN width_bucket(${at}, ${doubles(edges)}) END) AS ${number.bins}`,
      );
  } else {
    answer.levels = named('levels');
    figures.push(`histogram(${at}) AS ${answer.levels}`);
  }
  return {
    cell: `${presentCell(identifier(column.name), column)} AS ${at}_cell`,
    value: `${at}_cell, ${typedValue(`${at}_cell`, column)} AS ${at}`,
    figures,
    answer,
  };
}

const ROWS = 'row_count';

function statementOf(parts: readonly Part[], from: string): ProfileStatement {
  return { sql: sqlOf(parts, from), rows: ROWS, columns: parts.map(({ answer }) => answer) };
}

const sizeOf = (parts: readonly Part[], from: string): number => Buffer.byteLength(sqlOf(parts, from));

function sqlOf(parts: readonly Part[], from: string): string {
  const list = (lines: readonly string[]): string => lines.join(',\n  ');
  return `WITH cells AS (SELECT
  ${list(parts.map(({ cell }) => cell))}
FROM ${from}),
typed AS (SELECT
  ${list(parts.map(({ value }) => value))}
FROM cells)
SELECT
  count(*) AS ${ROWS},
  ${list(parts.flatMap(({ figures }) => figures))}
FROM typed`;
}
