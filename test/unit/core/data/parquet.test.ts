import fc from 'fast-check';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import type { ByteSource } from '../../../../lib/core/ports/byte-source.ts';
import { runs } from '../../../_properties.ts';
import { batchRows } from './batch-rows.ts';
import { byteSource, bytesOf } from './bytes.ts';

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0];
type Element = NonNullable<WriteOptions['schema']>[number];

const written = (columnData: ColumnSource[], more: Omit<WriteOptions, 'columnData'> = {}): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...more }));

async function read(content: Uint8Array | ByteSource) {
  const source = content instanceof Uint8Array ? byteSource(content, [1000]) : content;
  const { format, header, batches } = await openTable(source, formats);
  return { format, header, rows: await batchRows(batches) };
}

async function refused(content: Uint8Array): Promise<UnreadableFile> {
  const error = await read(content).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableFile)) throw new Error('nothing was refused', { cause: error });
  return error;
}

/** The cells of one column whose type the schema states. */
async function cellsOf(data: ColumnSource['data'], element: Omit<Element, 'name'>): Promise<unknown[]> {
  const schema: Element[] = [
    { name: 'root', num_children: 1 },
    { name: 'x', repetition_type: 'OPTIONAL', ...element },
  ];
  const { rows } = await read(written([{ name: 'x', data }], { schema }));
  return rows.map((row) => (/^\d+:(.*)$/s.exec(row)?.[1] ? JSON.parse(row.slice(row.indexOf(':') + 1))[0] : row));
}

test('rows of several row groups keep their order and number; null is empty', async () => {
  const count = 5000;
  const file = written(
    [
      { name: 'id', data: Int32Array.from({ length: count }, (_, i) => i) },
      { name: 'plan', data: Array.from({ length: count }, (_, i) => (i % 3 === 0 ? null : ['basic', 'Zoë'][i % 2])) },
      { name: 'member', data: Array.from({ length: count }, (_, i) => i % 2 === 0) },
    ],
    { rowGroupSize: 777 },
  );
  const { format, header, rows } = await read(file);
  expect({ format, header }).toEqual({ format: 'parquet', header: ['id', 'plan', 'member'] });
  expect(rows).toEqual(
    Array.from({ length: count }, (_, i) => {
      const cells = [String(i), i % 3 === 0 ? '' : (['basic', 'Zoë'][i % 2] ?? ''), String(i % 2 === 0)];
      return `${i + 1}:${JSON.stringify(cells)}`;
    }),
  );
});

describe('values are the texts of CSV', () => {
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  test.each<[string, ColumnSource['data'], Omit<Element, 'name'>, string[]]>([
    [
      'whole numbers of 64 bits',
      [2n ** 53n + 1n, -(2n ** 63n), null],
      { type: 'INT64' },
      ['9007199254740993', '-9223372036854775808', ''],
    ],
    ['unsigned ones', [4294967295, 7], { type: 'INT32', converted_type: 'UINT_32' }, ['4294967295', '7']],
    [
      'unsigned ones of 64 bits',
      [2n ** 64n - 1n, 7n],
      { type: 'INT64', converted_type: 'UINT_64' },
      ['18446744073709551615', '7'],
    ],
    ['doubles', [0.1, -2.5e-7, 1e21, -0], { type: 'DOUBLE' }, ['0.1', '-2.5e-7', '1e+21', '0']],
    ['floats', [0.1, 16777216, 3.4e38].map(Math.fround), { type: 'FLOAT' }, ['0.1', '16777216', '3.4e+38']],
    [
      'decimals',
      [12.345, -0.005, 0],
      { type: 'INT32', converted_type: 'DECIMAL', scale: 3, precision: 9 },
      ['12.345', '-0.005', '0.000'],
    ],
    ['dates', [0, 20_778, -1], { type: 'INT32', converted_type: 'DATE' }, ['1970-01-01', '2026-11-21', '1969-12-31']],
    ['times of a day', [45_296_250], { type: 'INT32', converted_type: 'TIME_MILLIS' }, ['12:34:56.25']],
    [
      'times',
      [0n, 1_795_264_860_250n, -1n],
      { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
      ['1970-01-01T00:00:00Z', '2026-11-21T12:41:00.25Z', '1969-12-31T23:59:59.999Z'],
    ],
    [
      'times in microseconds',
      [1_795_264_860_000_001n],
      { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
      ['2026-11-21T12:41:00.000001Z'],
    ],
    [
      'times in nanoseconds',
      [1_795_264_860_000_000_001n],
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' } },
      ['2026-11-21T12:41:00.000000001Z'],
    ],
    [
      'ids',
      [bytes('00112233445566778899aabbccddeeff')],
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
      ['00112233-4455-6677-8899-aabbccddeeff'],
    ],
    ['texts', ['a, "b"\nc', 'é😀', ''], { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, ['a, "b"\nc', 'é😀', '']],
    ['bytes that are text', [bytesOf('x')], { type: 'BYTE_ARRAY' }, ['x']],
  ])('%s', async (_, data, element, cells) => {
    expect(await cellsOf(data, element)).toEqual(cells);
  });

  test('bad values cost their row', async () => {
    expect(await cellsOf([1, Number.NaN, Number.NEGATIVE_INFINITY], { type: 'DOUBLE' })).toEqual([
      '1',
      '2!not-finite',
      '3!not-finite',
    ]);
    expect(await cellsOf([bytesOf('a'), bytes('ff'), bytes('00')], { type: 'BYTE_ARRAY' })).toEqual([
      'a',
      '2!not-utf8',
      '3!not-utf8',
    ]);
    expect(await cellsOf(['x'.repeat(1024 * 1024 + 1), 'y'], { type: 'BYTE_ARRAY' })).toEqual(['1!cell-too-long', 'y']);
  });
});

describe('what no row of cells can hold is refused by name', () => {
  test('nested columns, lists, bytes without a meaning', async () => {
    const nested = written([{ name: 'inside', data: [{ a: 1 }] }], {
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'inside', repetition_type: 'OPTIONAL', num_children: 1 },
        { name: 'a', repetition_type: 'OPTIONAL', type: 'INT32' },
      ],
    });
    expect(await refused(nested)).toMatchObject({
      reason: 'parquet',
      message: 'column "inside" of the Parquet file is a nested column',
    });
    const raw = written([{ name: 'raw', data: [Uint8Array.of(1, 2)] }], {
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'raw', repetition_type: 'OPTIONAL', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2 },
      ],
    });
    expect((await refused(raw)).message).toBe('column "raw" of the Parquet file is bytes without a meaning');
  });

  test('a file that is cut or changed', async () => {
    const file = written([{ name: 'x', data: Array.from({ length: 1000 }, (_, i) => `text ${i}`) }]);
    expect(await refused(file.subarray(0, -10))).toMatchObject({ reason: 'parquet' });
    expect(await refused(bytesOf('PAR1\x15'))).toMatchObject({ reason: 'parquet' });
    const [begin, end] = [file.subarray(0, 40), file.subarray(80)];
    const changed = Buffer.concat([begin, Buffer.alloc(40, 0xff), end]);
    expect(await refused(changed)).toMatchObject({ reason: 'parquet' });
  });
});

test('a fault of the source is none of the file', async () => {
  const source = byteSource(written([{ name: 'x', data: [1, 2] }]));
  let calls = 0;
  const failing: ByteSource = {
    size: source.size,
    stream: (range) => {
      calls += 1;
      if (calls > 2) throw new Error('the store is down');
      return source.stream(range);
    },
  };
  await expect(read(failing)).rejects.toThrow('the store is down');
});

const column = fc.oneof(
  fc.constant({ type: 'DOUBLE' as const, of: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.constant({ type: 'INT32' as const, of: fc.integer() }),
  fc.constant({ type: 'INT64' as const, of: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n) }),
  fc.constant({ type: 'BOOLEAN' as const, of: fc.boolean() }),
  fc.constant({
    type: 'STRING' as const,
    of: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '0')),
  }),
);

test('reads what was written, in row groups and pieces of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }).chain((rows) =>
        fc.record({
          columns: fc.array(
            column.chain(({ type, of }) =>
              fc.record({
                type: fc.constant(type),
                data: fc.array(fc.option(of as fc.Arbitrary<unknown>, { freq: 4 }), {
                  minLength: rows,
                  maxLength: rows,
                }),
                encoding: fc.constantFrom(undefined, 'PLAIN' as const),
              }),
            ),
            { minLength: 1, maxLength: 4 },
          ),
          rowGroupSize: fc.integer({ min: 1, max: rows }),
          codec: fc.constantFrom('SNAPPY' as const, 'UNCOMPRESSED' as const),
        }),
      ),
      async ({ columns, rowGroupSize, codec }) => {
        const file = written(
          columns.map(({ type, data, encoding }, i) => ({
            name: `c${i}`,
            type,
            data: data as ColumnSource['data'],
            ...(encoding ? { encoding } : {}),
          })),
          { rowGroupSize, codec },
        );
        const text = (value: unknown): string => (value === null ? '' : Object.is(value, -0) ? '0' : String(value));
        const rows = columns[0]?.data.map(
          (_, row) => `${row + 1}:${JSON.stringify(columns.map(({ data }) => text(data[row])))}`,
        );
        expect((await read(file)).rows).toEqual(rows);
      },
    ),
    { numRuns: runs(60) },
  );
});
