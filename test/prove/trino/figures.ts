/** What Trino answers to the statements of a profile, as figures of another engine. */
import type { ColumnProfile, Profile } from '../../../lib/core/contracts/profile.ts';
import type { ColumnType } from '../../../lib/core/contracts/schema.ts';
import { profileColumns } from '../../../lib/core/data/sql/profile-columns.ts';
import { type ColumnAnswer, profileSql } from '../../../lib/core/data/sql/profile-sql.ts';
import type { TheirColumn } from '../data/profile/their-column.ts';
import type { Row, TrinoClient } from './server/client.ts';

/** `distinct` and `quantiles` are approximate. */
export interface Asked {
  rows: number;
  /** In the order of the profile. */
  columns: (TheirColumn & { faults: number; approximately: { distinct: number; quantiles: number[] } })[];
  statements: number;
}

export async function askTrino(
  client: TrinoClient,
  table: string,
  profile: Profile,
  types: ReadonlyMap<string, ColumnType>,
): Promise<Asked> {
  const statements = profileSql({ table: [table], columns: profileColumns(profile, types, true) });
  const asked: Asked = { rows: 0, columns: [], statements: statements.length };
  for (const { sql, rows, columns } of statements) {
    const [row = {}, ...more] = await client.rows(sql);
    if (more.length > 0) throw new Error(`${more.length + 1} rows came back, and not one`);
    asked.rows = numberOf(row[rows]);
    for (const answer of columns) {
      const ours = profile.columns[asked.columns.length];
      if (ours?.name !== answer.column) throw new Error(`${answer.column} is out of order`);
      asked.columns.push(columnOf(row, answer, ours));
    }
  }
  return asked;
}

function columnOf(row: Row, answer: ColumnAnswer, ours: ColumnProfile): Asked['columns'][number] {
  const { number } = answer;
  const figure = (name: string): number | undefined => {
    const value = row[name];
    return value === null || value === undefined ? undefined : numberOf(value);
  };
  const found = {
    count: numberOf(row[answer.count]),
    nulls: numberOf(row[answer.nulls]),
    faults: numberOf(row[answer.faults]),
    approximately: { distinct: numberOf(row[answer.distinct]), quantiles: numbersOf(number && row[number.quantiles]) },
  };
  if (!number) return { ...found, levels: countsOf(row[answer.levels ?? '']) };
  const inBins = countsOf(row[number.bins ?? '']);
  let below = 0;
  return {
    ...found,
    min: figure(number.min),
    max: figure(number.max),
    mean: figure(number.mean),
    sd: figure(number.sd),
    below: ours.kind === 'number' ? ours.edges.map((_, bin) => (below += inBins[bin] ?? 0)) : [],
  };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'string') return Number(value);
  throw new Error(`a number was expected, and ${JSON.stringify(value)} came`);
}

const numbersOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(numberOf) : []);

/** Null, for a map of nothing. */
function countsOf(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, count]) => [key, numberOf(count)]));
}
