/** A file on this machine, whole and in part: its pieces share their memory, and whoever reads it does not notice. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { fileSource } from '../../../lib/cli/input/file-source.ts';
import { rowTexts } from '../../../lib/core/data/cell-text.ts';
import { openTable } from '../../../lib/core/data/readers/open-table.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-file-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of more than two pieces, packed too: each number is the square of its row, and hardly shrinks. */
const ROWS = 50_000;
const cell = (row: number): string => String((row * row * 2_654_435_761) % 1_000_003);
const text = `row,value\n${Array.from({ length: ROWS }, (_, row) => `${row},${cell(row)}\n`).join('')}`;

function written(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

it('gives all bytes, or those of a range', async () => {
  const source = fileSource(written('bytes.csv', text));
  expect(source.size).toBe(text.length);
  for (const range of [undefined, { from: 262_100, to: 524_400 }, { from: 5, to: 6 }, { from: 600_000, to: 600_000 }]) {
    let read = '';
    for await (const piece of await source.stream(range)) read += Buffer.from(piece).toString('latin1');
    expect(read === text.slice(range?.from, range?.to)).toBe(true);
  }
});

it.each([
  ['as it is', (all: string) => all],
  ['packed', (all: string) => gzipSync(all)],
])('is read as a table, %s', async (name, pack) => {
  const file = await openTable(fileSource(written(name, pack(text))), formats);
  let row = 0;
  let wrong = 0;
  for await (const batch of file.batches)
    for (const { cells } of rowTexts(batch)) {
      if (cells.join() !== `${row},${cell(row)}`) wrong += 1;
      row += 1;
    }
  expect([row, wrong]).toEqual([ROWS, 0]);
});
