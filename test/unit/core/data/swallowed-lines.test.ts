import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import type { CategoryProfile } from '../../../../lib/core/contracts/profile.ts';
import { profileFile } from '../../../../lib/core/data/file/profile-file.ts';
import { swallowedLines } from '../../../../lib/core/data/profile/swallowed-lines.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { byteSource } from './bytes.ts';

async function told(csv: string): Promise<(CategoryProfile['severalLines'] | undefined)[]> {
  const header = csv.slice(0, csv.indexOf('\n')).split(/[,;\t\r]/);
  const known = new Map(header.map((name) => [name, 'text'] as const));
  const { profile } = await profileFile(() => openTable(byteSource(csv), formats), { known });
  return profile.columns.map((column) => (column.kind === 'category' ? column.severalLines : undefined));
}

/** Rows `from` to `to` become one: a quote stands before the cell of the one and behind that of the other. */
const swallowing = fc
  .record({
    width: fc.integer({ min: 3, max: 6 }),
    rows: fc.integer({ min: 2, max: 40 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n'),
    picks: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  })
  .map(({ width, rows, delimiter, end, picks: [a, b, c] }) => {
    const from = a % (rows - 1);
    const to = from + 1 + (b % (rows - 1 - from));
    const column = c % width;
    const cells = Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, i) => `v${row}x${i}`));
    const header = Array.from({ length: width }, (_, i) => `c${i}`);
    const text = (row: string[], index: number): string =>
      row
        .map((cell, i) => (i !== column ? cell : index === from ? `"${cell}` : index === to ? `${cell}"` : cell))
        .join(delimiter);
    const lines = [header.join(delimiter), ...cells.map(text)];
    return { csv: lines.map((line) => line + end).join(''), from, to, column, width };
  });

test('lines that a stray quote took in are found, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(swallowing, async ({ csv, from, to, column, width }) => {
      const found = await told(csv);
      const one = { cells: 1, likeRows: 1, breaks: to - from, firstLine: from + 2 };
      expect(found).toEqual(Array.from({ length: width }, (_, i) => (i === column ? one : undefined)));
    }),
  );
});

test('the first line is told', async () => {
  const csv = 'a,b,c\n1,x,2\n3,"x,4\n5,x",6\n7,x,8\n9,"x,1\n2,x,3\n4,x",5\n';
  expect(await told(csv)).toEqual([undefined, { cells: 2, likeRows: 2, breaks: 3, firstLine: 3 }, undefined]);
});

test.each([
  ['a letter of several lines', 'id,place,note\n1,Linz,"Dear all,\nthanks.\nYours"\n2,Graz,fine\n'],
  ['two columns, and a comma on each line', 'id,note\n1,"a, b\nc, d"\n2,x\n'],
  ['blank lines between rows', 'a,b,c\n1,2,3\n\n4,5,6\n\n'],
])('not: %s', async (_, csv) => {
  expect(await told(csv)).toEqual(
    csv
      .slice(0, csv.indexOf('\n'))
      .split(',')
      .map(() => undefined),
  );
});

test('ranges of a file come to what the file does', () => {
  const [a, b] = [swallowedLines([0, 1], [true, false]), swallowedLines([0, 1], [true, false])];
  a.merge([{ cells: 2, likeRows: 0, breaks: 0, firstLine: 0 }, undefined]);
  b.merge([{ cells: 3, likeRows: 2, breaks: 9, firstLine: 70 }, undefined]);
  a.merge(b.state());
  a.merge([{ cells: 1, likeRows: 1, breaks: 1, firstLine: 90 }, undefined]);
  expect(a.state()).toEqual([{ cells: 6, likeRows: 3, breaks: 10, firstLine: 70 }, undefined]);
});
