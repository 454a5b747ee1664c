import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeOf, parseBoolean, parseInteger, parseNumber, parseTimestamp } from '../../../../lib/core/data/cells.ts';
import { guessType } from '../../../../lib/core/data/infer.ts';
import { orderLabels } from '../../../../lib/core/data/labels.ts';
import { runs } from '../../../_properties.ts';

const many = (n: number, cell: (i: number) => string) => Array.from({ length: n }, (_, i) => cell(i));

describe('the type of a column', () => {
  test.each<[string, string[], string]>([
    ['whole numbers', ['1', '-2', '+3', ' 4 ', ''], 'integer'],
    ['numbers', ['1', '2.5', '1e3', '.5'], 'number'],
    ['one odd cell in two hundred numbers', [...many(200, String), 'n/a'], 'integer'],
    ['three odd cells in a hundred numbers', [...many(97, (i) => String(i % 9)), 'a', 'b', 'c'], 'category'],
    ['a word for "nothing" in a third of the numbers', many(90, (i) => (i % 3 ? String(i % 9) : '?')), 'integer'],
    ['numbers in a third of the words for "nothing"', many(90, (i) => (i % 3 ? 'none' : '7')), 'category'],
    ['0 and 1', many(50, (i) => String(i % 2)), 'integer'],
    ['yes and no', many(50, (i) => (i % 2 ? 'Yes' : 'no')), 'boolean'],
    ['a third answer', many(50, (i) => ['Yes', 'No', 'No phone service'][i % 3] ?? ''), 'category'],
    ['postal codes with zeros in front', many(60, (i) => `0${4000 + (i % 7)}`), 'category'],
    ['names of rows', many(60, (i) => `customer ${i}`), 'text'],
    ['200 levels', many(2000, (i) => `level ${i % 200}`), 'category'],
    ['201 levels', many(2000, (i) => `level ${i % 201}`), 'text'],
    ['days', many(20, (i) => `2026-01-${10 + i}`), 'timestamp'],
    ['instants', many(20, (i) => `2026-01-${10 + i}T09:30:00.5+02:00`), 'timestamp'],
    ['nothing', ['', ' ', ''], 'text'],
    ['numbers that are too large', many(50, (i) => `${i}e99`), 'category'],
  ])('%s', (_, cells, type) => {
    const guess = guessType();
    for (const cell of cells) guess.add(cell);
    if (type === 'category' && cells[0]?.endsWith('e99')) expect(['category', 'text']).toContain(guess.type(0.01));
    else expect(guess.type(0.01)).toBe(type);
  });
});

test.each<[string, number | undefined]>([
  ['1', 1],
  ['-1.50', -1.5],
  ['1e-3', 0.001],
  ['1.', 1],
  ['0x10', undefined],
  ['1e999', undefined],
  ['1e39', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1_000', undefined],
  ['1,5', undefined],
  ['', undefined],
  ['١٢', undefined],
  ['--1', undefined],
])('%j as a number is %j', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test('a number is what the grammar of decimal numbers says', () => {
  const grammar = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
  const text = fc
    .string({ unit: fc.constantFrom(...'0123459+-.eExXbo_I '.split('')), maxLength: 6 })
    .map((t) => t.trim());
  fc.assert(
    fc.property(text, (cell) => {
      const value = Number(cell);
      expect(parseNumber(cell)).toBe(grammar.test(cell) && Math.abs(value) < 3.4e38 ? value : undefined);
    }),
    { numRuns: runs(3000) },
  );
});

test('integers are whole as they are written, and exact', () => {
  expect(['5', '-0', '9007199254740991', '9007199254740992', '5.0', '5e1'].map(parseInteger)).toEqual([
    5,
    -0,
    9007199254740991,
    undefined,
    undefined,
    undefined,
  ]);
});

test('booleans in any spelling', () => {
  expect(['TRUE', 'n', '1', 'ja', 'truthy'].map(parseBoolean)).toEqual([true, false, true, undefined, undefined]);
});

test.each<[string, number | undefined]>([
  ['1970-01-02', 86_400],
  ['1970-01-01 00:01', 60],
  ['1970-01-01T01:00:00.25+01:00', 0.25],
  ['1969-12-31T23:59:59Z', -1],
  ['1969-12-31T23:59:59.999Z', -0.001],
  ['2026-11-21T10:00:00.123456Z', 1_795_255_200.123456],
  ['9999-12-31T23:59:59.123456789Z', 253_402_300_799.12344],
  ['0099-03-01', Date.parse('0099-03-01T00:00:00Z') / 1000],
  ['2024-02-29', Date.UTC(2024, 1, 29) / 1000],
  ['2023-02-29', undefined],
  ['2023-13-01', undefined],
  ['2023-01-01T24:00', undefined],
  ['01/02/2023', undefined],
  ['20230101', undefined],
])('%j as a time is %j', (text, value) => {
  expect(parseTimestamp(text)).toBe(value);
});

test.each([
  ['n/a', undefined],
  ['1,234,567', 'separators of thousands: leave them out'],
  ['3,5', 'a decimal comma: write a point'],
  ['12 kg', 'a unit or a sign in the cell: leave it out'],
  ['$12.50', 'a unit or a sign in the cell: leave it out'],
  ['hello', undefined],
])('why %j is no number', (text, cause) => {
  expect(causeOf(text)).toBe(cause);
});

test.each([
  [
    ['1', '0'],
    ['0', '1'],
  ],
  [
    ['yes', 'no'],
    ['no', 'yes'],
  ],
  [
    ['False', 'True'],
    ['False', 'True'],
  ],
  [
    ['leaves', 'stays'],
    ['leaves', 'stays'],
  ],
  [
    ['n', 'y'],
    ['n', 'y'],
  ],
  [
    ['positive', 'negative'],
    ['negative', 'positive'],
  ],
  [
    ['-1', '1'],
    ['-1', '1'],
  ],
])('of the labels %j the second is the positive one', ([a = '', b = ''], ordered) => {
  expect(orderLabels(a, b)).toEqual(ordered);
  expect(orderLabels(b, a)).toEqual(ordered);
});
