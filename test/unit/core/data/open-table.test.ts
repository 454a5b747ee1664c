import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { UNPACK_LIMITS } from '../../../../lib/core/data/readers/unpack.ts';
import { UnreadableFile } from '../../../../lib/core/data/readers/unreadable-file.ts';
import { batchRows } from './batch-rows.ts';
import { byteSource } from './bytes.ts';

const CSV = 'a,b\n1,x\n2,"y, z"\n';
const JSON_LINES = '{"a":1,"b":"x"}\n{"b":"y, z","a":2}\n';

async function read(content: string | Uint8Array, sizes?: readonly number[], limits = UNPACK_LIMITS) {
  const { format, header, batches } = await openTable(byteSource(content, sizes), formats, limits);
  const rows = await batchRows(batches);
  return { format, header, cells: rows.map((row) => row.slice(row.indexOf(':') + 1)) };
}

const refused = async (...of: Parameters<typeof read>): Promise<UnreadableFile> => {
  const error = await read(...of).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableFile)) throw new Error('nothing was refused', { cause: error });
  return error;
};

test.each([
  ['CSV', CSV, 'csv'],
  ['JSON Lines', JSON_LINES, 'json-lines'],
  ['JSON Lines behind a mark and blanks', `\uFEFF\n  ${JSON_LINES}`, 'json-lines'],
])('%s is known by its beginning, packed or not, in pieces of any size', async (_, text, format) => {
  const expected = { format, header: ['a', 'b'], cells: ['["1","x"]', '["2","y, z"]'] };
  for (const sizes of [[1], [3, 50], [1 << 16]]) {
    expect(await read(text, sizes)).toEqual(expected);
    expect(await read(gzipSync(text), sizes)).toEqual(expected);
  }
});

test('a CSV header may begin with a bracket', async () => {
  expect((await read('[a],b\n1,2\n')).header).toEqual(['[a]', 'b']);
});

describe('what is no table is named', () => {
  const zeros = gzipSync(Buffer.alloc(2_000_000, '0,0\n'));
  test.each([
    ['a JSON array', '[\n {"a":1},\n {"a":2}\n]', 'foreign', 'the file is a JSON array, not JSON Lines'],
    ['an archive in an archive', gzipSync(gzipSync(CSV)), 'foreign', 'the file is a gzip archive, not CSV'],
    ['an archive that is cut', gzipSync(CSV.repeat(9000)).subarray(0, -9), 'cut', 'the gzip archive ends too early'],
    ['no archive at all', '\x1f\x8bCSV', 'archive', 'the gzip archive is broken'],
    ['an empty archive', gzipSync(''), 'empty', 'the file is empty'],
  ])('%s', async (_, content, reason, message) => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    expect(await refused(bytes, [100])).toMatchObject({ reason, message });
  });

  test('an archive that holds too much, however little it is', async () => {
    expect(zeros.length).toBeLessThan(5000);
    expect(await refused(zeros, undefined, { bytes: 1_000_000, ratio: 2000, freeBytes: 0 })).toMatchObject({
      reason: 'archive',
      message: 'the gzip archive holds more than 1000000 bytes',
    });
    expect(await refused(zeros, undefined, { bytes: 1e9, ratio: 100, freeBytes: 1_000_000 })).toMatchObject({
      reason: 'archive',
      message: 'the gzip archive holds more than 100 times its own size',
    });
    expect((await read(zeros, undefined, { bytes: 1e9, ratio: 100, freeBytes: 4_000_000 })).format).toBe('csv');
  });
});
