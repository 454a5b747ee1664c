/** A file is read by the types its first rows tell, and again where the rest is otherwise. */
import { expect, it } from 'vitest';
import { formats } from '../../../../../lib/adapters/formats/formats.ts';
import { profileFile } from '../../../../../lib/core/data/file/profile-file.ts';
import { openTable } from '../../../../../lib/core/data/readers/open-table.ts';
import { readSet } from '../../../../../lib/core/drift/compare/read-set.ts';
import { byteSource } from '../../data/bytes.ts';

/** Beyond the rows that are looked at. */
const ROWS = 8_000;
const LATE = 6_000;

it.each([
  ['whole numbers', (row: number) => row % 50, 'integer'],
  ['numbers that are whole at first', (row: number) => (row < LATE ? row : row / 4), 'number'],
  ['numbers that become words', (row: number) => (row < LATE ? row : 'red'), 'text'],
  ['a column that is empty at first', (row: number) => (row < LATE ? '' : row / 4), 'number'],
  ['words that become numbers', (row: number) => (row % 1000 === 0 ? 'NA' : row / 4), 'number'],
  ['yes and no, and then more', (row: number) => (row < LATE ? ['yes', 'no'][row % 2] : `l${row % 5}`), 'category'],
  ['times', (row: number) => `2026-11-${10 + (row % 20)}`, 'timestamp'],
] as const)('%s', async (_, cell, type) => {
  const lines = Array.from({ length: ROWS }, (_, row) => `${cell(row)},x`);
  const open = () => openTable(byteSource(`a,b\n${lines.join('\n')}\n`), formats);
  const { types, profile } = await readSet('file', open, {});
  expect([types.get('a'), types.get('b')]).toEqual([type, 'category']);
  expect(profile.rows).toBe(ROWS);
  expect(types).toEqual((await profileFile(open)).types);
});
