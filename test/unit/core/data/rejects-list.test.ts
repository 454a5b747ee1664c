import { expect, test } from 'vitest';
import { cellHead } from '../../../../lib/core/data/cell-text.ts';
import { rejectsList } from '../../../../lib/core/data/rejects-list.ts';

test('a line a fault, up to a limit, then how many more', () => {
  const list = rejectsList((line) => `a.csv:${line}`, 3);
  const fault = { reason: 'not-a-number' as const, column: 'age', value: 'old' };
  expect(list.linesOf([{ line: 2, faults: [fault, { reason: 'empty-id' }] }])).toBe(
    'a.csv:2,age,not-a-number,old\na.csv:2,,empty-id,\n',
  );
  expect(list.rest()).toBe('');
  expect(list.linesOf([3, 4, 5].map((line) => ({ line, faults: [fault] })))).toBe('a.csv:3,age,not-a-number,old\n');
  expect(list.rest()).toBe(',,and 2 more,\n');
});

test('what a spreadsheet would run has an apostrophe before it', () => {
  const list = rejectsList();
  for (const value of ['=1+1', '+49', '-3', '@x', '\tx', '\rx'])
    expect(list.linesOf([{ line: 2, faults: [{ reason: 'not-a-number', column: '=x', value }] }])).toMatch(
      /^2,'=x,not-a-number,"?'/,
    );
});

test('a cell is shown by its first 80 characters, whatever its length and its quotes', () => {
  const head = (text: string, quoted = false) => {
    const bytes = Buffer.from(text);
    const starts = Int32Array.of(0);
    const ends = Int32Array.of(quoted ? ~bytes.length : bytes.length);
    return cellHead({ bytes, starts, ends } as never, 0);
  };
  expect(head('x'.repeat(80))).toBe('x'.repeat(80));
  expect(head('x'.repeat(5_000_000))).toBe(`${'x'.repeat(77)}...`);
  expect(head('😀'.repeat(81))).toBe(`${'😀'.repeat(77)}...`);
  expect(head('a ""b""', true)).toBe('a "b"');
  expect(head('""'.repeat(90), true)).toBe(`${'"'.repeat(77)}...`);
});
