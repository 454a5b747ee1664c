import { expect, test } from 'vitest';
import type { Finding } from '../../../../lib/core/contracts/check.ts';
import { overlaysOf } from '../../../../lib/core/data/report/overlays.ts';
import { categoryProfile, numberProfile } from '../drift/profile.ts';

const told = (...columns: string[]): Finding[] =>
  columns.map((column) => ({ column, rule: 'unit-change', expected: '', seen: '', mend: '' }));
const ids = Array.from({ length: 40 }, (_, i) => i);

test('columns with a finding are shown beside what they were; identifiers are not', () => {
  const columns = [
    numberProfile('told', [1.5, 2.5, 2.5]),
    numberProfile('untold', [1.5, 2.5, 2.5]),
    { ...numberProfile('id', ids), distinct: ids.length },
    categoryProfile('level', { a: 5, b: 1 }),
  ];
  const types = new Map([['id', 'integer'] as const, ['told', 'number'] as const]);
  const found = overlaysOf(told('told', 'id', 'level', 'new'), columns, columns, types);
  expect([...found.keys()]).toEqual(['told', 'level']);
  expect(overlaysOf(told('told'), [], columns, types).size).toBe(0);
});

test('they are at most 40', () => {
  const columns = Array.from({ length: 60 }, (_, i) => categoryProfile(`c${i}`, { a: 5, b: 1 }));
  expect(overlaysOf(told(...columns.map(({ name }) => name)), columns, columns, new Map()).size).toBe(40);
});
