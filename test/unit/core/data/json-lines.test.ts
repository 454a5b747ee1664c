import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSV_LIMITS, type CsvLimits } from '../../../../lib/core/data/readers/csv-limits.ts';
import { openJsonLines } from '../../../../lib/core/data/readers/json-lines.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { runs } from '../../../_properties.ts';
import { batchRows } from './batch-rows.ts';
import { bytesOf, pieces } from './bytes.ts';

async function read(text: string | Uint8Array, sizes?: readonly number[], limits: Partial<CsvLimits> = {}) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const file = await openJsonLines(pieces(bytes, sizes), { ...CSV_LIMITS, ...limits });
  return { header: file.header, headerLine: file.headerLine, rows: await batchRows(file.batches) };
}

const refused = async (text: string | Uint8Array, limits: Partial<CsvLimits> = {}): Promise<UnreadableFile> => {
  const error = await read(text, [7], limits).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableFile)) throw new Error('nothing was refused', { cause: error });
  return error;
};

test('keys are the columns, in any order and however they are written; null and absent are empty', async () => {
  const text = [
    '\uFEFF',
    '{"age": 42, "na\\u006de":"Zo\\u00eb \\ud83d\\ude00\\n", "member" : null}\r',
    '',
    '{"member":true,"name":"say \\"hi\\"","age":-1.50e3}',
    '\t{ "name" : "" , "age" : 0 } \r',
    '{}',
  ].join('\n');
  expect(await read(text)).toEqual({
    header: ['age', 'name', 'member'],
    headerLine: 2,
    rows: ['2:["42","Zoë 😀\\n",""]', '4:["-1.50e3","say \\"hi\\"","true"]', '5:["0","",""]', '6:["","",""]'],
  });
});

describe('a bad row costs itself, by its fault', () => {
  test.each([
    ['{"a":1', 'broken-json'],
    ['{"a":1}{"a":2}', 'broken-json'],
    ['{"a":01}', 'broken-json'],
    ['{"a":1.}', 'broken-json'],
    ['{"a":+1}', 'broken-json'],
    ['{"a":}', 'broken-json'],
    ['{"a":1,}', 'broken-json'],
    ['{a:1}', 'broken-json'],
    ["{'a':1}", 'broken-json'],
    ['{"a":"x\ty"}', 'broken-json'],
    ['{"a":"\\x41"}', 'broken-json'],
    ['{"a":"\\u00g1"}', 'broken-json'],
    ['{"a":nul}', 'broken-json'],
    ['[1,2]', 'broken-json'],
    ['a,b', 'broken-json'],
    ['\0', 'broken-json'],
    ['{"a":{"x":1}}', 'nested-value'],
    ['{"a":[]}', 'nested-value'],
    ['{"a":NaN}', 'not-finite'],
    ['{"a":-Infinity}', 'not-finite'],
    ['{"a":1e999}', 'not-finite'],
    [`{"a":1${'0'.repeat(400)}}`, 'not-finite'],
    ['{"a":1,"a":1}', 'repeated-key'],
    ['{"a":1,"\\u0061":1}', 'repeated-key'],
    ['{"c":1}', 'unknown-key'],
    ['{"__proto__":1}', 'unknown-key'],
    ['{"a":"\\u0000"}', 'not-utf8'],
    ['{"a":"\\ud800"}', 'not-utf8'],
    ['{"a":"\\ude00\\ud83d"}', 'not-utf8'],
  ])('%s', async (row, fault) => {
    const { rows } = await read(`{"a":"x","b":"y"}\n${row}\n{"b":2}\n`, [5]);
    expect(rows).toEqual(['1:["x","y"]', `2!${fault}`, '3:["","2"]']);
  });

  test('names the key that it is about, of strange ones the first twenty', async () => {
    const strangers = Array.from({ length: 30 }, (_, i) => `{"s${i}":1}`);
    const rows = ['{"a":[]}', '{"b":1,"b":2}', '{"b":1e999}', '{"a"', '{"a":1}', ...strangers, '{"s0":1}'];
    const file = await openJsonLines(pieces(bytesOf(['{"a":1,"b":2}', ...rows].join('\n'))));
    const named: (string | undefined)[] = [];
    for await (const { rows: count, faultColumns } of file.batches)
      for (let row = 0; row < count; row++) named.push(faultColumns?.get(row));
    const known = Array.from({ length: 20 }, (_, i) => `s${i}`);
    expect(named).toEqual([undefined, 'a', 'b', 'b', undefined, undefined, ...known, ...Array(10), 's0']);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([bytesOf('{"a":"ä"}\n{"a":"'), Buffer.from([0xff]), bytesOf('"}\n{"a":"ö"}')]);
    expect((await read(bytes)).rows).toEqual(['1:["ä"]', '2!not-utf8', '3:["ö"]']);
  });

  test('cells and rows beyond the limits, also a line that never ends', async () => {
    const long = 'x'.repeat(300_000);
    const limits = { cellBytes: 100, rowBytes: 1000 };
    const of = async (row: string, sizes: number[]) => (await read(`{"a":1}\n${row}\n{"a":2}`, sizes, limits)).rows;
    for (const sizes of [[1 << 16], [999]]) {
      expect(await of(`{"a":"${long.slice(0, 200)}"}`, sizes)).toEqual(['1:["1"]', '2!cell-too-long', '3:["2"]']);
      expect(await of(`{"a":"${long}"}`, sizes)).toEqual(['1:["1"]', '2!row-too-long', '3:["2"]']);
      expect((await read(`{"a":1}\n{"a":"${long}`, sizes, limits)).rows).toEqual(['1:["1"]', '2!row-too-long']);
    }
  });

  test('columns named like members of Object are columns', async () => {
    const { header, rows } = await read('{"__proto__":1,"constructor":2,"7":3}\n{"7":0,"__proto__":"x"}');
    expect(header).toEqual(['__proto__', 'constructor', '7']);
    expect(rows).toEqual(['1:["1","2","3"]', '2:["x","","0"]']);
  });
});

describe('a file that cannot be read as a whole names the place', () => {
  test.each([
    ['', 'empty', 'the file is empty'],
    ['\n \r\n\n', 'empty', 'the file is empty'],
    ['\n{"a":1', 'header', 'line 2 is no JSON object'],
    ['{\n  "a": 1\n}', 'header', 'line 1 is no JSON object'],
    ['{}\n{"a":1}', 'header', 'the object in line 1 has no keys'],
    ['{"a":1,"b":2,"c":3}', 'header', 'the object in line 1 has 3 keys, the limit is 2'],
    ['{"a":1}\n{"a":2', 'cut', 'the file ends in the middle of line 2'],
    ['{"a":1}\n{"a":"é\\', 'cut', 'the file ends in the middle of line 2'],
  ])('%j', async (text, reason, message) => {
    expect(await refused(text, { cells: 2 })).toMatchObject({ reason, message });
  });
});

test('an early end lets go of the source', async () => {
  let ended = false;
  async function* source() {
    try {
      for (;;) yield bytesOf('{"a":1}\n'.repeat(100_000));
    } finally {
      ended = true;
    }
  }
  const file = await openJsonLines(source());
  await file.close();
  expect(ended).toBe(true);
});

/** A value and one of the ways to write it. */
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.integer().map(String),
  fc.constantFrom('true', 'false', 'null', '-0', '1E+2', '0.10', '1e-400', '""'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.string({ maxLength: 6 }).map((text) => `"${escaped(text)}"`),
);
const escaped = (text: string): string =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const blank = fc.constantFrom('', '', '', ' ', '  ', '\t');

/** A row over some of the columns; now and then a byte of it is replaced. */
const row = (columns: readonly string[]) =>
  fc
    .tuple(
      fc
        .shuffledSubarray([...columns], { minLength: 0 })
        .chain((keys) =>
          fc.tuple(...keys.map((key) => fc.tuple(fc.constant(JSON.stringify(key)), value, blank, blank))),
        ),
      fc.option(fc.tuple(fc.nat(), fc.constantFrom('"', '\\', ',', '{', '[', '}', '0', 'e', ' ', 'x')), { freq: 3 }),
    )
    .map(([cells, change]) => {
      const text = `{${cells.map(([key, written, a, b]) => `${a}${key}${b}:${b}${written}${a}`).join(',')}}`;
      if (!change) return text;
      const at = change[0] % text.length;
      return `${text.slice(0, at)}${change[1]}${text.slice(at + 1)}`.toWellFormed();
    });

/** What JSON.parse makes of a line: its cells (a number by its value), or that it is no row. */
function parsedRow(line: string, columns: readonly string[]): unknown[] | 'fault' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return 'fault';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'fault';
  const entries = Object.entries(parsed);
  const good = entries.every(
    ([key, cell]) =>
      columns.includes(key) &&
      (cell === null || typeof cell !== 'object') &&
      !(typeof cell === 'string' && (!cell.isWellFormed() || cell.includes('\0'))) &&
      !(typeof cell === 'number' && !Number.isFinite(cell)),
  );
  if (!good) return 'fault';
  return columns.map((name) => {
    const cell = entries.find(([key]) => key === name)?.[1] ?? '';
    return typeof cell === 'boolean' ? String(cell) : cell;
  });
}

const COLUMNS = ['a', 'b c', 'é"x', '7'];

test('reads rows as JSON.parse does, cut into pieces anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row(COLUMNS), { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 }),
      async (lines, end, sizes) => {
        const first = `{${COLUMNS.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`;
        const text = [first, ...lines, '{}', ''].join(end);
        const whole = await read(text);
        expect(await read(text, sizes)).toEqual(whole);
        expect(whole.rows).toHaveLength(lines.length + 2);
        lines.forEach((line, index) => {
          const got = whole.rows[index + 1] ?? '';
          const expected = parsedRow(line, COLUMNS);
          const [, number, fault, cells] = /^(\d+)(?:!(.*)|:(.*))$/s.exec(got) ?? [];
          expect(Number(number)).toBe(index + 2);
          // JSON.parse takes the last of two equal keys.
          if (fault === 'repeated-key') return;
          const typed = (texts: string[]) =>
            texts.map((cell, at) => (typeof expected[at] === 'number' ? Number(cell) : cell));
          expect(cells === undefined ? 'fault' : typed(JSON.parse(cells) as string[])).toEqual(expected);
        });
      },
    ),
    { numRuns: runs(150) },
  );
});
