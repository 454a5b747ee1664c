/** The job as DuckDB does it: one SELECT over one scan of the file. */
import { CATEGORIES, NUMBERS } from './table.ts';

/**
 * Two ways to read the cells. `typed`: read_csv parses them as the contract's types, and an error would stop it.
 * `cast`: texts, and TRY_CAST tells which cells break their type, as a check has to.
 */
export const READINGS = ['typed', 'cast'] as const;
/**
 * Three ways to 257 quantiles. `sketch`: t-digests over all rows (approx_quantile). `sample`: from a reservoir
 * (reservoir_quantile). `histogram`: counts between 257 edges that are known beforehand, which no first profile has.
 */
export const QUANTILES = ['sketch', 'sample', 'histogram'] as const;
export type Form = { reading: (typeof READINGS)[number]; quantiles: (typeof QUANTILES)[number] };

const ranks = Array.from({ length: 257 }, (_, i) => i / 256);
const list = (items: readonly number[], type: string): string => `[${items.join(', ')}]::${type}[]`;
const texts = (items: readonly string[]): string => items.map((item) => `'${item.replaceAll("'", "''")}'`).join(', ');

/** @returns a statement whose one row has the columns `rows`, and per column `<name>_count`, `_min`, ... */
export function profileSql(file: string, { reading, quantiles }: Form): string {
  const number = (whole: boolean): string => (whole ? 'BIGINT' : 'DOUBLE');
  const columns = [
    ...NUMBERS.map(({ name, whole }) => `'${name}': '${reading === 'typed' ? number(whole) : 'VARCHAR'}'`),
    ...CATEGORIES.map(({ name }) => `'${name}': 'VARCHAR'`),
  ];
  const casts = NUMBERS.map(({ name, whole }) => `TRY_CAST(${name} AS ${number(whole)}) AS ${name}`);
  const broken = NUMBERS.map(({ name }) => `${name} AS ${name}_text`);
  const source = `read_csv('${file}', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {${columns.join(', ')}})`;
  const from =
    reading === 'typed'
      ? source
      : `(SELECT ${[...casts, ...broken, ...CATEGORIES.map(({ name }) => name)].join(', ')} FROM ${source})`;
  const numbers = NUMBERS.flatMap(({ name, min, max }) => [
    `count(${name}) AS ${name}_count`,
    `min(${name})::DOUBLE AS ${name}_min`,
    `max(${name})::DOUBLE AS ${name}_max`,
    `avg(${name}) AS ${name}_mean`,
    `stddev_samp(${name}) AS ${name}_sd`,
    `${quantileSql(name, quantiles, min, max)} AS ${name}_quantiles`,
    `count_if(${name} < ${min} OR ${name} > ${max}) AS ${name}_outside`,
    ...(reading === 'cast' ? [`count_if(${name} IS NULL AND ${name}_text IS NOT NULL) AS ${name}_broken`] : []),
  ]);
  const categories = CATEGORIES.flatMap(({ name, levels, listed }) => [
    `count(${name}) AS ${name}_count`,
    `histogram(${name}) AS ${name}_levels`,
    ...(listed ? [`count_if(${name} NOT IN (${texts(levels)})) AS ${name}_outside`] : []),
  ]);
  return `SELECT count(*) AS rows, ${[...numbers, ...categories].join(', ')} FROM ${from}`;
}

function quantileSql(name: string, quantiles: Form['quantiles'], min: number, max: number): string {
  switch (quantiles) {
    case 'sketch':
      return `approx_quantile(${name}, ${list(ranks, 'FLOAT')})`;
    case 'sample':
      return `reservoir_quantile(${name}, ${list(ranks, 'DOUBLE')}, 65536)`;
    case 'histogram':
      return `histogram(${name}, ${list(
        ranks.map((rank) => min + rank * (max - min)),
        'DOUBLE',
      )})`;
  }
}
