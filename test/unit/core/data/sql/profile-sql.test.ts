import { type DuckDBConnection, DuckDBInstance, DuckDBMapValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../../../../lib/adapters/formats/formats.ts';
import type { ColumnType } from '../../../../../lib/core/contracts/schema.ts';
import { profileFile } from '../../../../../lib/core/data/file/profile-file.ts';
import { openTable } from '../../../../../lib/core/data/readers/open-table.ts';
import { profileColumns } from '../../../../../lib/core/data/sql/profile-columns.ts';
import { type ProfileStatement, profileSql, type SqlColumn } from '../../../../../lib/core/data/sql/profile-sql.ts';
import { identifier, text } from '../../../../../lib/core/data/sql/words.ts';
import { csvWriter } from '../../../../../lib/core/data/write-csv.ts';
import { runs } from '../../../../_properties.ts';
import { byteSource } from '../bytes.ts';
import { TRINO_MACROS, withoutEscapes } from './trino-macros.ts';

let database: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  database = await DuckDBInstance.create(':memory:');
  connection = await database.connect();
  for (const setting of ['SET threads = 1', "SET TimeZone = 'UTC'", ...TRINO_MACROS]) await connection.run(setting);
});
afterAll(() => {
  connection.closeSync();
  database.closeSync();
});

async function load(header: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TABLE "t ""1""" (${header.map((name) => `${identifier(name)} VARCHAR`)})`);
  const values = rows.map((row) => `(${row.map(text).join(', ')})`).join(', ');
  await connection.run(`INSERT INTO "t ""1""" VALUES ${values}`);
}

type Row = Record<string, unknown>;
async function run({ sql }: ProfileStatement): Promise<Row> {
  const [row = {}] = await (await connection.runAndReadAll(withoutEscapes(sql))).getRowObjects();
  return row;
}
const ask = (columns: readonly SqlColumn[], mostBytes?: number): ProfileStatement[] =>
  profileSql({ table: ['t "1"'], columns, ...(mostBytes === undefined ? {} : { mostBytes }) });
const counted = (map: unknown): Record<string, number> => {
  if (!(map instanceof DuckDBMapValue)) throw new Error('no map came back');
  return Object.fromEntries(map.entries.map(({ key, value }) => [String(key), Number(value)]));
};

const cellOf: Record<ColumnType, fc.Arbitrary<string>> = {
  number: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map(String),
    fc.constantFrom('1', '+1', '-0', '.5', '5.', '1e3', '-2.5E-3', '007', ' 8 '),
  ),
  integer: fc.oneof(fc.integer().map(String), fc.constantFrom('+5', '-0', '007', '9007199254740991')),
  boolean: fc.constantFrom('true', 'False', 'YES', 'n', '1', '0', ' t '),
  category: fc.constantFrom('basic', ' pro', "o'clock", 'a "b"', 'é', 'NaN'),
  text: fc.string({ minLength: 1, maxLength: 5 }).filter((cell) => cell.trim() !== '' && !/[\0\r\n]/.test(cell)),
  timestamp: fc.oneof(
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      // Quarters of a second are the same double whichever way they are summed.
      .map((date) => new Date(Math.floor(date.getTime() / 250) * 250).toISOString()),
    fc.constantFrom('2026-11-21', '2026-11-21 10:00', '2026-11-21T10:00:00+02:00', '2026-11-21T10:00:00.25-23:30'),
  ),
};

const table = fc
  .record({
    types: fc.array(fc.constantFrom(...(Object.keys(cellOf) as ColumnType[])), { minLength: 1, maxLength: 5 }),
    rows: fc.integer({ min: 1, max: 40 }),
  })
  .chain(({ types, rows }) =>
    fc.record({
      types: fc.constant(types),
      rows: fc.array(fc.tuple(...types.map((type) => fc.option(cellOf[type], { nil: '', freq: 6 }))), {
        minLength: rows,
        maxLength: rows,
      }),
    }),
  );

test('answers what the profile says, on random tables', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ types, rows }) => {
      // A column of its own: a line without any cell would be blank.
      const header = ['row', ...types.map((_, i) => `it's "${i}"`)];
      const cells = rows.map((row, i) => [`r${i}`, ...row]);
      const writer = csvWriter();
      const csv = [header, ...cells].map((line) => writer.line(line)).join('');
      const known = new Map<string, ColumnType>(header.map((name, i) => [name, types[i - 1] ?? 'text']));
      const { profile, rejected } = await profileFile(() => openTable(byteSource(csv), formats), { known });
      expect(rejected).toBe(0);
      await load(header, cells);
      const statements = ask(profileColumns(profile, known, true), 8000);
      for (const statement of statements) {
        const row = await run(statement);
        expect(Number(row[statement.rows])).toBe(rows.length);
        for (const answer of statement.columns) {
          const column = profile.columns.find(({ name }) => name === answer.column);
          if (!column) throw new Error(`no column ${answer.column}`);
          const number = (name: string): number => Number(row[name]);
          expect([number(answer.count), number(answer.nulls), number(answer.faults)]).toEqual([
            column.count,
            column.nulls,
            0,
          ]);
          if (column.kind === 'category') {
            const levels = Object.fromEntries(column.levels.map(({ value, count }) => [value, count]));
            expect(counted(row[answer.levels ?? ''] ?? new DuckDBMapValue([]))).toEqual(levels);
          } else if (answer.number && column.count > 0) {
            const { min, max, mean, sd, bins } = answer.number;
            expect([number(min), number(max)]).toEqual([column.min, column.max]);
            // Times have a spread of seconds around 1.8e9: what one rounding of a value is, no engine can tell apart.
            const rounding = Number.EPSILON * Math.abs(column.mean ?? 0);
            const near = (value: number, other = Number.NaN) =>
              expect(Math.abs(value - other)).toBeLessThanOrEqual(
                1e-9 * Math.max(1, Math.abs(other), column.sd ?? 0) + rounding,
              );
            near(number(mean), column.mean);
            if (column.count > 1) near(number(sd), column.sd);
            const found = counted(row[bins ?? '']);
            expect(column.counts.map((_, bin) => found[bin] ?? 0)).toEqual(column.counts);
          }
        }
      }
    }),
    { numRuns: runs(25) },
  );
});

describe('cells count as the check reads them', () => {
  const faultsOf = async (column: Omit<SqlColumn, 'name'>, cells: readonly string[]) => {
    await load(
      ['x'],
      cells.map((cell) => [cell]),
    );
    const [statement] = ask([{ name: 'x', ...column }]);
    if (!statement) throw new Error('no statement');
    const row = await run(statement);
    const [answer] = statement.columns;
    return [answer?.count, answer?.nulls, answer?.faults].map((name) => Number(row[name ?? '']));
  };
  test('what is no number is a fault, not a gap', async () => {
    const cells = ['1', 'NaN', 'Infinity', '-inf', '0x10', '1d', '1,5', '1e39', '1e999', 'n/a', '', '  '];
    expect(await faultsOf({ type: 'number' }, cells)).toEqual([1, 2, 9]);
    expect(await faultsOf({ type: 'integer' }, ['1', '1.0', '9007199254740992', '99999999999999999999'])).toEqual([
      1, 0, 3,
    ]);
  });
  test('words for a missing cell are gaps, also around white space', async () => {
    expect(await faultsOf({ type: 'number', nulls: ['?', '-9'] }, ['1', ' ? ', '-9', '-9.0'])).toEqual([2, 2, 0]);
    expect(await faultsOf({ type: 'category', nulls: ["n'a"] }, ['x', "n'a", 'NA'])).toEqual([2, 1, 0]);
  });
  test('values, booleans and times', async () => {
    expect(await faultsOf({ type: 'category', values: ['a', "b'"] }, ['a', "b'", 'c'])).toEqual([2, 0, 1]);
    expect(await faultsOf({ type: 'boolean' }, ['TRUE', '0', 'maybe'])).toEqual([2, 0, 1]);
    expect(await faultsOf({ type: 'timestamp' }, ['2026-11-21', '21.11.2026', '2026-02-30', 'now'])).toEqual([1, 0, 3]);
    const zones = ['2026-11-21T10:00+19:00', '2026-11-21 10:00-00:30', '2026-11-21T10:00+24:00', '0000-01-01'];
    expect(await faultsOf({ type: 'timestamp' }, zones)).toEqual([2, 0, 2]);
  });
  test('white space is that of JavaScript', async () => {
    expect(await faultsOf({ type: 'number' }, ['\u00a01\ufeff', '\t2\r\n', '\u2007', '\u001c3', '\u200b'])).toEqual([
      2, 1, 2,
    ]);
  });
});

describe('the text', () => {
  test('keeps below the limit by asking of some columns at a time', async () => {
    const edges = Array.from({ length: 257 }, (_, i) => i * Math.PI);
    const columns = Array.from({ length: 120 }, (_, i): SqlColumn => ({ name: `column ${i}`, type: 'number', edges }));
    const statements = ask(columns);
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.flatMap((statement) => statement.columns.map(({ column }) => column))).toEqual(
      columns.map(({ name }) => name),
    );
    for (const { sql } of statements) expect(Buffer.byteLength(sql)).toBeLessThanOrEqual(262_144);
    expect(() => ask(columns, 1000)).toThrow('column column 0: its part of the statement is beyond 1000 bytes');
  });
  test('writes no array of more values than one may have', () => {
    const edges = Array.from({ length: 600 }, (_, i) => i);
    const [{ sql } = { sql: '' }] = ask([{ name: 'x', type: 'number', edges }]);
    const sizes = [...sql.matchAll(/ARRAY\[([^\]]*)\]/g)].map(([, values = '']) => values.split(', ').length);
    expect(sizes).toEqual([5, 250, 250, 100]);
  });
  test('refuses names that Athena takes for one', () => {
    expect(() =>
      ask([
        { name: 'Age', type: 'number' },
        { name: 'age', type: 'number' },
      ]),
    ).toThrow('Age and age are one');
  });
});
