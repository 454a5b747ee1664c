import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { uploadFiles } from '../../../lib/cli/upload/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-files-'));
  for (const name of ['b.csv', 'a.csv', 'C d.csv', '.hidden']) writeFileSync(path.join(folder, name), 'x\n1\n');
  mkdirSync(path.join(folder, 'more'));
  writeFileSync(path.join(folder, 'more', 'a.csv'), 'x\n2\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string[] => names.map((name) => path.join(folder, name));

test('one file is an upload of its own', () => {
  expect(uploadFiles('m', at('a.csv'))).toEqual({ files: at('a.csv'), set: false });
});

test('several files are a set in the order they are named', () => {
  expect(uploadFiles('m', at('b.csv', 'a.csv'))).toEqual({ files: at('b.csv', 'a.csv'), set: true });
});

test('a folder is the set of its files by name, without hidden ones and folders within', () => {
  expect(uploadFiles('m', [folder])).toEqual({ files: at('C d.csv', 'a.csv', 'b.csv'), set: true });
});

test.each([
  ['a file that is not there', ['a.csv', 'z.csv'], 'there is no file'],
  ['a folder among files', ['a.csv', 'more'], 'is a folder, not a file'],
  ['two files of one name', ['a.csv', 'more/a.csv'], 'would both be a.csv'],
])('%s is refused before anything is sent', (_, names, said) => {
  expect(() => uploadFiles('m', at(...names))).toThrow(said);
});

test('a folder without files is refused', () => {
  mkdirSync(path.join(folder, 'empty'));
  expect(() => uploadFiles('m', at('empty'))).toThrow('there is no file in');
});
