/** Typed columns say of every row what a reading of its texts says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellBatch } from '../../../../lib/core/data/cell-batch.ts';
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { parseInteger, parseNumber, parseTimestamp } from '../../../../lib/core/data/cells.ts';
import { LevelTable } from '../../../../lib/core/data/columns/level-table.ts';
import { MISSING, UNLISTED } from '../../../../lib/core/data/columns/levels.ts';
import { typedReader } from '../../../../lib/core/data/columns/typed-rows.ts';
import type { ColumnRule } from '../../../../lib/core/data/contract.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { runs } from '../../../_properties.ts';
import { judgeRow } from './_row-oracle.ts';
import { bytesOf, pieces } from './bytes.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

async function batchesOf(header: readonly string[], rows: readonly (readonly string[])[], sizes?: number[]) {
  const text = [header, ...rows].map((row) => row.map(quoted).join(',')).join('\n');
  return (await openCsv(pieces(bytesOf(`${text}\n`), sizes))).batches;
}

/** The one column of these cells, typed; faults as words. */
async function columnOf(type: ColumnRule['type'], cells: readonly string[]): Promise<(number | string)[]> {
  const reader = typedReader({ rules: [{ name: 'c', type, required: false }] }, { features: [{ position: 0 }] });
  const values: (number | string)[] = [];
  for await (const batch of await batchesOf(
    ['c', 'd'],
    cells.map((cell) => [cell, 'x']),
  )) {
    const { rows, kept, numbers, rejected } = reader.read(batch);
    const all: (number | string)[] = Array.from({ length: batch.rows }, () => '');
    for (let i = 0; i < rows; i++) all[kept[i] ?? 0] = numbers[0]?.[i] ?? '';
    for (const { line, faults } of rejected)
      all[batch.lines.subarray(0, batch.rows).indexOf(line)] = faults[0]?.reason ?? '';
    values.push(...all);
  }
  return values;
}

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 21 });
const numeral = fc.oneof(
  fc.double().map(String),
  fc.double({ min: -1e6, max: 1e6 }).map((value) => value.toFixed(4)),
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
  fc
    .tuple(
      fc.constantFrom('', '', '-', '+', ' '),
      digits,
      fc.constantFrom('', '.', '.'),
      digits,
      fc.constantFrom('', '', 'e', 'E', 'e-', 'E+', 'x'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 3 }),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '-9007199254740993',
    '1e22',
    '1e23',
    '3.5e38',
    '0x10',
    '1_0',
    '.',
    '-',
    '-.',
    '5.',
    '.5',
    '-0',
    '٣',
  ),
);

/** As most columns are: as many decimals in nearly every cell, and now and then a byte that is none of a number. */
const column = fc
  .tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.tuple(fc.constantFrom('', '', '-'), fc.integer({ min: 0, max: 10_000_000 })) },
        { weight: 1, arbitrary: numeral },
      ),
      { minLength: 1, maxLength: 40 },
    ),
    fc.option(fc.tuple(fc.nat(40), fc.nat(9), fc.constantFrom(...'./:-e ٣'))),
  )
  .map(([decimals, cells, damage]) => {
    const texts = cells.map((cell) => {
      if (typeof cell === 'string') return cell;
      const [sign, whole] = cell;
      return `${sign}${decimals === 0 ? whole : (whole / 10 ** decimals).toFixed(decimals)}`;
    });
    if (!damage) return texts;
    const [row, place, byte] = damage;
    return texts.map((text, i) => (i === row ? `${text.slice(0, place)}${byte}${text.slice(place + 1)}` : text));
  });

describe('numbers are read from bytes as from texts, bit for bit', () => {
  test.each([['number', parseNumber] as const, ['integer', (text: string) => parseInteger(text)] as const])(
    '%s',
    async (type, parse) => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.array(numeral, { minLength: 1, maxLength: 40 }), column), async (cells) => {
          const expected = cells.map((cell) => {
            const text = cell.trim();
            if (text === '') return Number.NaN;
            return (
              parse(text) ?? (type === 'integer' && parseNumber(text) !== undefined ? 'not-an-integer' : 'not-a-number')
            );
          });
          const found = await columnOf(type, cells);
          expect(found.map((value, i) => Object.is(value, expected[i]) || [cells[i], value, expected[i]])).toEqual(
            cells.map(() => true),
          );
        }),
        { numRuns: runs(1500) },
      );
    },
  );

  test('timestamp', async () => {
    const two = fc.integer({ min: 0, max: 61 }).map((value) => String(value).padStart(2, '0'));
    const time = fc
      .tuple(
        fc.integer({ min: 0, max: 2400 }).map((year) => String(year).padStart(4, '0')),
        fc.constantFrom('-', '-', '/'),
        fc.integer({ min: 0, max: 13 }).map((value) => String(value).padStart(2, '0')),
        fc.integer({ min: 0, max: 32 }).map((value) => String(value).padStart(2, '0')),
        fc.constantFrom('', 'T', ' ', 't'),
        two,
        two,
        fc.option(two),
        fc.constantFrom('', '', 'Z', '+01:30', '.5', '.123456789Z', 'z'),
      )
      .map(([year, dash, month, day, t, hour, minute, second, zone]) =>
        t === ''
          ? `${year}${dash}${month}-${day}`
          : `${year}${dash}${month}-${day}${t}${hour}:${minute}${second === null ? '' : `:${second}`}${zone}`,
      );
    const valid = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            time,
            valid.map((date) => date.toISOString().slice(0, 19)),
          ),
          { minLength: 1, maxLength: 30 },
        ),
        async (cells) => {
          expect(await columnOf('timestamp', cells)).toEqual(
            cells.map((cell) => parseTimestamp(cell) ?? 'not-a-timestamp'),
          );
        },
      ),
      { numRuns: runs(500) },
    );
  });
});

test('a table of levels numbers texts in order of first sight, and forgets those that are let go', () => {
  const text = fc.string({ maxLength: 3 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 400 }), fc.func(fc.boolean()), (texts, stays) => {
      const table = new LevelTable();
      const known: string[] = [];
      for (const each of texts) {
        if (!known.includes(each)) known.push(each);
        expect(table.idOfText(each)).toBe(known.indexOf(each));
      }
      const left = known.filter((each) => stays(each));
      table.keep(known.flatMap((each, id) => (left.includes(each) ? [id] : [])));
      expect(table.size).toBe(left.length);
      expect(left.map((_, id) => table.textOf(id))).toEqual(left);
      expect(left.map((each) => table.idOfText(each))).toEqual(left.map((_, id) => id));
      expect(table.idOfText('a new one')).toBe(left.length);
    }),
  );
});

describe('every row is judged as its texts are', () => {
  const cell = fc.oneof(
    numeral,
    fc.constantFrom(
      '',
      ' ',
      '\u00a0',
      '?',
      'NA',
      'yes',
      ' No',
      'maybe',
      'a',
      'b',
      'a ',
      'a"b',
      '2020-02-29',
      '-999',
      '-999.0',
      'x'.repeat(300),
      'é'.repeat(200),
    ),
  );
  const rule = (name: string): fc.Arbitrary<ColumnRule> =>
    fc.record(
      {
        name: fc.constant(name),
        type: fc.constantFrom('integer', 'number', 'boolean', 'category', 'text', 'timestamp'),
        required: fc.boolean(),
        min: fc.integer({ min: -10, max: 10 }),
        max: fc.integer({ min: 0, max: 1000 }),
        nulls: fc.subarray(['?', 'NA', '-999', 'a']).map((words) => new Set(words)),
        values: fc.constant(new Set(['a', 'b', 'a"b', 'é'.repeat(200)])),
      },
      { requiredKeys: ['name', 'type', 'required'] },
    );
  const target: ColumnRule = { name: 't', type: 'category', required: true, values: new Set(['yes', 'no', 'a']) };
  const regression: ColumnRule = { name: 't', type: 'number', required: true, min: 0 };

  test('on random tables', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(rule('p'), rule('q'), rule('r')),
        fc.array(fc.array(cell, { minLength: 4, maxLength: 6 }), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        fc.subarray(['?', 'NA', 'a"b', 'é'.repeat(200)]).map((words) => new Set(words)),
        async (rules, rows, classes, withId, size, idNulls) => {
          const aim = classes ? target : regression;
          const places = {
            features: [{ position: 2 }, { position: 0 }, { position: 4 }],
            target: 1,
            id: withId ? 3 : undefined,
          };
          const reader = typedReader({ rules, target: aim, idNulls }, places);
          for await (const batch of await batchesOf(['a', 'b', 'c', 'd', 'e'], rows, [size])) {
            const typed = reader.read(batch);
            const judged = rowTexts(batch).map((row) => ({
              line: row.line,
              ...judgeRow(row, rules, aim, places, idNulls),
            }));
            expect(typed.rejected).toEqual(judged.filter((row) => 'faults' in row));
            expect(valuesOf(typed, reader.levels, batch)).toEqual(
              judged.flatMap((row) => ('kept' in row ? [row.kept] : [])),
            );
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });

  function valuesOf(
    { rows, numbers, levels, kept }: ReturnType<ReturnType<typeof typedReader>['read']>,
    readers: ReturnType<typeof typedReader>['levels'],
    batch: CellBatch,
  ): (number | string | null)[][] {
    const texts = rowTexts(batch);
    const position = [2, 0, 4, 1];
    return Array.from({ length: rows }, (_, row) =>
      numbers.map((values, column) => {
        const value = values?.[row];
        if (value !== undefined) return Number.isNaN(value) ? null : value;
        const id = levels[column]?.[row] ?? MISSING;
        if (id === UNLISTED) return texts[kept[row] ?? 0]?.cells[position[column] ?? 0] ?? '';
        return id === MISSING ? null : (readers[column]?.table.textOf(id) ?? '');
      }),
    );
  }
});
