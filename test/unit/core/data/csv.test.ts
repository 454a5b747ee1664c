import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowTexts, type TextRow } from '../../../../lib/core/data/cell-text.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { CSV_LIMITS, type CsvLimits } from '../../../../lib/core/data/readers/csv-limits.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { runs } from '../../../_properties.ts';
import { bytesOf, pieces } from './bytes.ts';

async function read(text: string | Uint8Array, sizes?: number[], limits: Partial<CsvLimits> = {}) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const file = await openCsv(pieces(bytes, sizes), { ...CSV_LIMITS, ...limits });
  const rows: TextRow[] = [];
  for await (const batch of file.batches) rows.push(...rowTexts(batch));
  return { header: file.header, delimiter: file.delimiter, rows };
}

/** What the reader must say, by another way: one character at a time over the whole text. Rows as `line:cells` or `line!fault`. */
function oracle(text: string, width = 2): string[] | 'cut' {
  const rows: string[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const start = { at, line };
    const cells: string[] = [];
    let fault = '';
    let cell = '';
    let state: 'begin' | 'plain' | 'quoted' | 'closed' = 'begin';
    let ended = false;
    let givenUp = false;
    while (at < text.length && !ended && !givenUp) {
      const char = text[at] ?? '';
      const lineEnd = char === '\r' && text[at + 1] === '\n' ? 2 : char === '\n' || char === '\r' ? 1 : 0;
      if (state === 'quoted') {
        if (char === '"' && text[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else if (char === '"') state = 'closed';
        else {
          cell += char;
          // A CR whose LF follows is counted with the LF.
          if (lineEnd === 1) line += 1;
        }
        at += 1;
      } else if (lineEnd > 0) {
        givenUp = fault !== '' && line > start.line;
        ended = true;
        at += lineEnd;
        line += 1;
      } else if (char === ',') {
        cells.push(cell);
        cell = '';
        state = 'begin';
        at += 1;
      } else if (state === 'begin' && char === '"') {
        state = 'quoted';
        at += 1;
      } else {
        if (state === 'closed') {
          fault = 'text-after-quote';
          givenUp = line > start.line;
        } else state = 'plain';
        cell += char;
        at += 1;
      }
    }
    // The last row may have no line end.
    givenUp ||= state !== 'quoted' && fault !== '' && !ended && line > start.line;
    if (givenUp || state === 'quoted') {
      const next = /\r\n|\n|\r/.exec(text.slice(start.at));
      if (!next) return 'cut';
      rows.push(`${start.line}!${givenUp ? fault : 'unclosed-quote'}`);
      at = start.at + next.index + next[0].length;
      line = start.line + 1;
      continue;
    }
    cells.push(cell);
    if (text[start.at] === '\n' || text[start.at] === '\r') continue;
    if (cells.length !== width) fault ||= 'wrong-cell-count';
    rows.push(fault ? `${start.line}!${fault}` : `${start.line}:${JSON.stringify(cells)}`);
  }
  return rows;
}

const shown = (row: TextRow) => (row.fault ? `${row.line}!${row.fault}` : `${row.line}:${JSON.stringify(row.cells)}`);

describe('any text is read as the oracle reads it, however it is cut into pieces', () => {
  const nasty = fc
    .array(fc.constantFrom('"', '"', ',', '\n', '\r', '\r\n', 'a', 'é', '𝄞', ' ', ';', '""'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  test('random', async () => {
    await fc.assert(
      fc.asyncProperty(
        nasty,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        async (body, sizes, width) => {
          const header = ['h', 'i', 'j', 'k'].slice(0, width);
          const text = `${header}\n${body}`;
          const expected = oracle(text, width);
          const actual = await read(text, sizes, { resyncs: 1000 }).then(
            ({ rows }) => [`1:${JSON.stringify(header)}`, ...rows.map(shown)],
            (error) => (error instanceof UnreadableFile ? error.reason : Promise.reject(error)),
          );
          expect(actual).toEqual(expected);
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  test('across the blocks the reader works in', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, fc.integer({ min: 65_400, max: 65_540 }), async (body, fill) => {
        const text = `h,i\n${'x'.repeat(fill)}\n${body}`;
        const expected = oracle(text);
        const actual = await read(text, [65_536], { resyncs: 1000 }).then(
          ({ rows }) => ['1:["h","i"]', ...rows.map(shown)],
          (error) => (error instanceof UnreadableFile ? error.reason : Promise.reject(error)),
        );
        expect(actual).toEqual(expected);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('what was written is what is read', () => {
  const cell = fc.oneof(
    fc.constantFrom('', ' ', '"', ',', ';', '\t', '\n', '\r\n', 'a"b', '1.5'),
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0')),
  );
  test('for every delimiter, line end and quoting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }).chain((width) =>
          fc.record({
            header: fc.constant(Array.from({ length: width }, (_, i) => `col${i}`)),
            rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
          }),
        ),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        async ({ header, rows }, delimiter, lineEnd, always, bom, size) => {
          const quoted = (text: string) =>
            always || /["\n\r]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
          const lines = [header, ...rows].map((row) => row.map(quoted).join(delimiter));
          const text = `${bom ? '\ufeff' : ''}${lines.join(lineEnd)}${lineEnd}`;
          const file = await read(text, [size]);
          expect(file.delimiter).toBe(delimiter);
          expect(file.header).toEqual(header);
          expect(file.rows.map((row) => row.cells)).toEqual(rows);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('hostile rows cost themselves only', () => {
  const around = (row: string | Uint8Array) =>
    Buffer.concat([bytesOf('a,b\n1,2\n'), typeof row === 'string' ? bytesOf(row) : row, bytesOf('\n3,4\n')]);
  test.each<[string, string | Uint8Array, string[]]>([
    ['bad UTF-8', new Uint8Array([0x61, 0xff, 0x2c, 0x62]), ['3!not-utf8', '4:["3","4"]']],
    ['a lone surrogate in UTF-8', new Uint8Array([0xed, 0xa0, 0x80, 0x2c]), ['3!not-utf8', '4:["3","4"]']],
    ['a NUL', 'a\0,b', ['3!not-utf8', '4:["3","4"]']],
    ['a cell of 2 MB', `${'x'.repeat(2e6)},1`, ['3!cell-too-long', '4:["3","4"]']],
    ['a quoted cell of 2 MB', `"${'x'.repeat(2e6)}",1`, ['3!cell-too-long', '4:["3","4"]']],
    ['a row of 20 MB', `${'xx,'.repeat(7e6)}`, ['3!row-too-long', '4:["3","4"]']],
    ['5,000 cells', ','.repeat(4999), ['3!too-many-cells', '4:["3","4"]']],
    ['text behind a quote', '"a"b,c', ['3!text-after-quote', '4:["3","4"]']],
    [
      'text behind a quote that opened lines before',
      '1,"k\n5,6\n7,"m',
      ['3!text-after-quote', '4:["5","6"]', '5!unclosed-quote', '6:["3","4"]'],
    ],
    [
      'text behind a quote, and a cell of two lines',
      '"a"b,"c\nd",e',
      ['3!text-after-quote', '4:["d\\"","e"]', '5:["3","4"]'],
    ],
    ['a quote that never closes', '"a,b', ['3!unclosed-quote', '4:["3","4"]']],
    ['quotes within a plain cell', 'a"b",c', ['3:["a\\"b\\"","c"]', '4:["3","4"]']],
    ['a byte order mark within the file', '\ufeffa,b', ['3:["\ufeffa","b"]', '4:["3","4"]']],
    ['blank lines', '\r\n\n', ['6:["3","4"]']],
    ['line ends in a cell', '"a\r\nb\nc\rd",e', ['3:["a\\r\\nb\\nc\\rd","e"]', '7:["3","4"]']],
  ])('%s', async (_, row, expected) => {
    for (const sizes of [[65_536], [1000], [3, 70_000]]) {
      const { rows } = await read(around(row), sizes);
      expect(rows.map(shown)).toEqual(['2:["1","2"]', ...expected]);
    }
  });

  test('a quote that never closes in a long file costs its line, and the rest is read', async () => {
    const good = '1,2\n'.repeat(600_000);
    const { rows } = await read(`a,b\n"open,1\n${good}`);
    expect(rows[0]).toEqual({ line: 2, cells: [], fault: 'unclosed-quote' });
    expect(rows).toHaveLength(600_001);
    expect(rows.at(-1)).toEqual({ line: 600_002, cells: ['1', '2'] });
  });

  test('a file that reopens a quote on every line is refused after a bounded amount of work', async () => {
    const line = `x","${'y'.repeat(20)}\n`;
    await expect(read(`a,b\n"${line.repeat(20_000)}`, undefined, { rowBytes: 50_000, cells: 1e6 })).rejects.toThrow(
      'more than 100 rows have a quote that is never closed',
    );
  });
});

describe('a file that cannot be read at all', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', bytesOf(''), 'the file is empty'],
    ['blank lines only', bytesOf('\n\n'), 'the file is empty'],
    ['a byte order mark only', bytesOf('\ufeff'), 'the file is empty'],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0]), 'the file is a gzip archive, not CSV'],
    ['Excel', new Uint8Array([0x50, 0x4b, 3, 4]), 'the file is a ZIP archive or an Excel workbook, not CSV'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'the file is UTF-16 text, not CSV'],
    [
      'a header given up, and rows behind it given up as well',
      bytesOf('"a\n"b\n"c\n"d\n'),
      'the header cannot be read (text-after-quote, line 1)',
    ],
    ['a header that is not UTF-8', new Uint8Array([0x61, 0xe9, 0x0a]), 'the header cannot be read (not-utf8, line 1)'],
    [
      'stray quotes in the header and behind it',
      bytesOf('"a\n"b\n"c\n"d,1\n'),
      'the header cannot be read (text-after-quote, line 1)',
    ],
    ['cut in a quoted cell', bytesOf('a,b\n1,2\n3,"4'), 'the file ends in the middle of line 3, within a quoted cell'],
  ])('%s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  test('a last row without a line end is marked, for it may be cut', async () => {
    expect((await read('a,b\n1,2\n3')).rows.at(-1)).toEqual({
      line: 3,
      cells: [],
      fault: 'wrong-cell-count',
      unterminated: true,
    });
  });

  test('leaving early closes the source', async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) yield bytesOf('1,2\n'.repeat(50_000));
      } finally {
        closed = true;
      }
    }
    const file = await openCsv(source());
    for await (const _ of file.batches) break;
    expect(closed).toBe(true);
  });
});
