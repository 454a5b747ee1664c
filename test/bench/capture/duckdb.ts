/** The same by DuckDB in one statement, as a process of its own, on one thread: `duckdb.ts RECORDS EDGES`. Prints what `answer.ts` says. */
import { DuckDBInstance, DuckDBMapValue } from '@duckdb/node-api';
import { CATEGORIES, NUMBERS } from '../data/table.ts';
import { printAnswer } from './answer.ts';
import { edgesIn } from './records.ts';

const [, , file = '', edgesFile = ''] = process.argv;
const edgesBy = edgesIn(edgesFile);

/** Cells by their place between commas; of the quoted one, the only one with commas, what lies between its quotes. */
const QUOTED = 'place';
const plain = [...NUMBERS, ...CATEGORIES].map(({ name }) => name);
const quotedAt = plain.indexOf(QUOTED);
const cell = (name: string, at: number): string => {
  if (name === QUOTED) return `replace(split_part(body, '"', 2), '""', '"') AS "${name}"`;
  // Commas of the quoted cell before it.
  return `cells[${at + 1 + (at > quotedAt ? 1 : 0)}] AS "${name}"`;
};
const SQL = `
WITH requests AS (
  SELECT any_value(trim(captureData.endpointInput.data, chr(10))) AS body
  FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {
    captureData: 'STRUCT(endpointInput STRUCT(data VARCHAR))', eventMetadata: 'STRUCT(eventId VARCHAR, inferenceTime TIMESTAMP)'})
  WHERE eventMetadata.inferenceTime >= TIMESTAMP '2026-01-01' AND eventMetadata.inferenceTime < TIMESTAMP '2027-01-01'
  GROUP BY eventMetadata.eventId
), split AS (SELECT body, string_split(body, ',') AS cells FROM requests
), texts AS (SELECT ${plain.map(cell).join(', ')} FROM split
), typed AS (
  SELECT ${NUMBERS.map(({ name }) => `TRY_CAST("${name}" AS DOUBLE) AS "${name}"`).join(', ')},
    ${CATEGORIES.map(({ name }) => `nullif("${name}", '') AS "${name}"`).join(', ')} FROM texts
)
SELECT count(*) AS "rows",
  ${NUMBERS.map((column) => {
    const edges = `[${(edgesBy[column.name] ?? []).map((edge) => `${edge.toExponential()}::DOUBLE`).join(', ')}]`;
    const { name } = column;
    return `count("${name}") AS "${name}_count", min("${name}") AS "${name}_min", max("${name}") AS "${name}_max",
  avg("${name}") AS "${name}_mean", histogram("${name}", ${edges}) AS "${name}_bins"`;
  }).join(',\n  ')},
  ${CATEGORIES.map(({ name }) => `histogram("${name}") AS "${name}_levels"`).join(',\n  ')}
FROM typed`;

const database = await DuckDBInstance.create(':memory:');
const connection = await database.connect();
await connection.run('SET threads = 1');
const [row = {}] = await (await connection.runAndReadAll(SQL)).getRowObjects();
const number = (name: string): number => Number(row[name] ?? 0);
const entriesOf = (name: string): [unknown, number][] => {
  const map = row[name];
  if (!(map instanceof DuckDBMapValue)) throw new Error(`${name} is no map`);
  return map.entries.map(({ key, value }) => [key, Number(value)]);
};
printAnswer({
  rows: number('rows'),
  numbers: NUMBERS.map((column) => {
    const { name } = column;
    const counted = new Map(entriesOf(`${name}_bins`).map(([edge, count]) => [Number(edge), count]));
    const bins = [...(edgesBy[name] ?? []), Number.POSITIVE_INFINITY].map((edge) => counted.get(edge) ?? 0);
    return {
      name,
      count: number(`${name}_count`),
      min: number(`${name}_min`),
      max: number(`${name}_max`),
      mean: number(`${name}_mean`),
      bins,
    };
  }),
  categories: CATEGORIES.map(({ name }) => ({
    name,
    levels: Object.fromEntries(entriesOf(`${name}_levels`).map(([level, count]) => [String(level), count])),
  })),
});
connection.closeSync();
database.closeSync();
