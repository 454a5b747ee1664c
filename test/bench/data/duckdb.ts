/** DuckDB as a process of its own, on one thread: `duckdb.ts TABLE READING QUANTILES`. Prints what `answer.ts` says. */
import { DuckDBInstance, DuckDBMapValue } from '@duckdb/node-api';
import { printAnswer } from './answer.ts';
import { profileSql, QUANTILES, READINGS } from './duckdb-sql.ts';
import { CATEGORIES, NUMBERS } from './table.ts';

const [, , file = '', reading, quantiles] = process.argv;
const form = {
  reading: READINGS.find((each) => each === reading) ?? 'typed',
  quantiles: QUANTILES.find((each) => each === quantiles) ?? 'sketch',
};
const database = await DuckDBInstance.create(':memory:');
const connection = await database.connect();
await connection.run('SET threads = 1');
const [row = {}] = await (await connection.runAndReadAll(profileSql(file, form))).getRowObjects();

const number = (name: string): number => Number(row[name] ?? 0);
const rows = number('rows');
const levelsOf = (name: string): Record<string, number> => {
  const map = row[`${name}_levels`];
  if (!(map instanceof DuckDBMapValue)) throw new Error(`${name} has no levels`);
  return Object.fromEntries(map.entries.map(({ key, value }) => [String(key), Number(value)]));
};
printAnswer({
  rows,
  outside: [...NUMBERS, ...CATEGORIES].reduce((sum, { name }) => sum + number(`${name}_outside`), 0),
  numbers: NUMBERS.map(({ name }) => ({
    name,
    count: number(`${name}_count`),
    nulls: rows - number(`${name}_count`),
    min: number(`${name}_min`),
    max: number(`${name}_max`),
    mean: number(`${name}_mean`),
    sd: number(`${name}_sd`),
  })),
  categories: CATEGORIES.map(({ name }) => ({ name, nulls: rows - number(`${name}_count`), levels: levelsOf(name) })),
});
connection.closeSync();
database.closeSync();
