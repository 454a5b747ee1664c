/** The first pass reads bytes; it must come to what a reading of the cells' texts comes to, wherever a file is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import { TypeSurveyState, typeSurvey } from '../../../../lib/core/data/first-pass.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { runs } from '../../../_properties.ts';
import { textLabels, textTypeGuess } from './_text-type-guess.ts';
import { bytesOf, pieces } from './bytes.ts';

const WIDTH = 3;
const NULLS = ['?', '-999', 'n.v.', 'ö'];
const layout = {
  features: [0, 1].map((position) => ({ name: `c${position}`, position })),
  target: 2,
  ignored: [],
  width: WIDTH,
};
const manifestWith = (nulls: string[]): Manifest =>
  ({
    task: 'binary-classification',
    data: { target: 'c2', columns: {}, maxRejectedShare: 0.01, nulls },
  }) as unknown as Manifest;

const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'00123459'), maxLength: most });
const nearNumber = fc
  .tuple(
    fc.constantFrom('', '', '', '-', '+', '--', ' ', '\u00a0'),
    fc.oneof(digits(5), digits(20), digits(42)),
    fc.constantFrom('', '', '.', ',', '..', 'x', '_', ' ', '-'),
    digits(6),
    fc.constantFrom('', '', '', 'e', 'E-', 'e+', 'e9', 'E30', 'e-400', 'kg', ' ', '\u3000', '٣', '"'),
    digits(3),
  )
  .map((parts) => parts.join(''));
const nearTime = fc
  .tuple(
    fc.constantFrom('2024-02-29', '2023-02-29', '2023-13-01', '0000-01-01', '2024-1-1', '12024-01-01', '2024-01-01-'),
    fc.constantFrom('', '', 'T10:00', ' 23:59:59', 'T24:00', 'T10:00:00.5', 'T10:00Z', 'T10:00:00+02:00', 'x'),
  )
  .map((parts) => parts.join(''));
const word = fc.constantFrom(
  ...[
    'true',
    'FALSE',
    'Yes',
    'n',
    't',
    'No',
    'truthy',
    'n/a',
    'N.A.',
    'NaN',
    'nil',
    '#N/A',
    '#VALUE!',
    '-inf',
    'Infinity',
  ],
  ...[
    '-',
    '--',
    '.',
    '??',
    'not available',
    'not availables',
    'unknown',
    'Undefined ',
    ' missing',
    '-9999',
    '999',
    '?',
  ],
  ...[
    '\u00a0',
    '\u2003x',
    '\ufeff1',
    '\u1680',
    'ö',
    'öl',
    '東京',
    '𝄞',
    'a"b',
    '"',
    '""1',
    'say "n/a"',
    'Kelvin \u212a',
    'n.v.',
    'x\r\ny',
  ],
  ...['0x10', '0b1', '1_000', '-999', '-999.0', '1e39', '340282346638528860000000000000000000000', '9007199254740993'],
  ...['x'.repeat(257), '1'.repeat(300), '東'.repeat(200), ' '.repeat(300)],
);
const odd = fc.constantFrom(
  ...['\u3000', '\u30001', '\u00a01', '\u2003', '\ufeff', '\u1680-', '\u2028yes', '\t1', '\u000bno', '1\u007f'],
  ...[
    '00',
    '07',
    '-01',
    '+00.5',
    '0',
    '-0',
    '0.0',
    `4${'0'.repeat(38)}.5`,
    `1${'0'.repeat(30)}.`,
    '+2024-01-01',
    '.e5',
    '5.e3',
  ],
);
const cell = fc.oneof(
  { weight: 2, arbitrary: odd },
  { weight: 2, arbitrary: nearNumber },
  { weight: 1, arbitrary: nearTime },
  { weight: 3, arbitrary: word },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 16 }).filter((text) => !text.includes('\0')) },
);
/** Long enough that a column of different texts comes to more levels than are told apart. */
const column = fc
  .tuple(fc.boolean(), fc.array(cell, { minLength: 1, maxLength: 60 }))
  .map(([many, cells]) => (many ? [...Array.from({ length: 205 }, (_, i) => `level ${i}`), ...cells] : cells));

const written = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** A row of another width is in the file now and then: its cells count for nothing. */
const csvOf = (columns: readonly string[][], rows: number): string =>
  `c0,c1,c2\n${Array.from({ length: rows }, (_, row) => `${columns.map((cells) => (row % 3 === 0 && /^[\w.-]+$/.test(cells[row] ?? '') ? cells[row] : written(cells[row] ?? ''))).join(',')}\n${row % 50 === 7 ? '1,2\n' : ''}`).join('')}`;

async function surveyed(csv: string, sizes: readonly number[], nulls: string[]) {
  const survey = typeSurvey(layout, manifestWith(nulls));
  const file = await openCsv(pieces(bytesOf(csv), sizes));
  for await (const batch of file.batches) survey.add(batch);
  return survey;
}

test('the first pass says of bytes what is said of texts, in one pass and merged from ranges', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(column, { minLength: WIDTH, maxLength: WIDTH }),
      fc.constantFrom([], NULLS),
      fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (columns, nulls, sizes, part) => {
        const rows = Math.max(...columns.map((cells) => cells.length));
        const padded = columns.map((cells) =>
          Array.from({ length: rows }, (_, row) => cells[row % cells.length] ?? ''),
        );
        const expected = {
          rows,
          guesses: padded.map((cells) => textTypeGuess(cells, new Set(nulls))),
          labels: textLabels(padded[2] ?? [], new Set(nulls)),
        };
        const whole = await surveyed(csvOf(padded, rows), sizes, nulls);
        expect(whole.state()).toEqual(expected);

        const cut = Math.floor(part * rows);
        const [early, late] = [padded.map((cells) => cells.slice(0, cut)), padded.map((cells) => cells.slice(cut))];
        const merged = await surveyed(csvOf(early, cut), sizes, nulls);
        const later = await surveyed(csvOf(late, rows - cut), sizes, nulls);
        merged.merge(TypeSurveyState.parse(JSON.parse(JSON.stringify(later.state()))));
        const { guesses, ...rest } = merged.state();
        expect(rest).toEqual({ rows, labels: expected.labels });
        for (const [index, guess] of guesses.entries()) {
          const { levels, many, ...counts } = expected.guesses[index] ?? { levels: [], many: false };
          expect(guess).toMatchObject({ ...counts, many });
          if (!many) expect(guess.levels).toEqual(levels);
        }
      },
    ),
    { numRuns: runs(150) },
  );
});
