import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPython, tabular } from './_python.ts';

const READ = `
import json, sys
from reading import body_lines, csv_rows
for case in json.loads(sys.argv[1]):
    print(json.dumps([cells for _, cells in csv_rows(body_lines(case["text"]), case["names"])]))
`;

/** Rows of cells as reading.py sees each CSV text. */
async function read(cases: { text: string; names: string[] }[]): Promise<string[][][]> {
  const out = await runPython(READ, [JSON.stringify(cases)], tabular);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('CSV of one physical line a record', () => {
  it('takes a blank line of a one-column table for a row with a missing value', async () => {
    const one = (text: string) => ({ text, names: ['only'] });
    expect(await read(['1\n\n3', '1\n\n3\n', '1\n\n', '\n', ''].map(one))).toEqual([
      [['1'], [''], ['3']],
      [['1'], [''], ['3']],
      [['1'], ['']],
      [['']],
      [],
    ]);
  });

  it('gives back the cells that were written, quoted or not', async () => {
    const cell = fc
      .oneof(fc.constantFrom('', ',', '"', '""', ' ', '\t', "'", '#'), fc.string())
      .map((text) => text.replaceAll(/[\r\n]/g, ''));
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    const tables = fc.sample(table, 300); // one Python process reads them all; a difference shows the table itself
    const write = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const cases = tables.map((rows, index) => ({
      text: rows.map((row) => row.map(write).join(',')).join(index % 2 === 0 ? '\n' : '\r\n'),
      names: (rows[0] ?? []).map((_, column) => `c${column}`),
    }));
    expect(await read(cases)).toEqual(tables);
  });
});
