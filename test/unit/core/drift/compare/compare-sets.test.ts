/** Two files compared: what is called, by which name, and what never is. */
import { describe, expect, it } from 'vitest';
import type { ComparedColumn, DriftComparison } from '../../../../../lib/core/drift/compare/document.ts';
import { comparedFiles, file, radius } from './_files.ts';

const before = file('before');
const columnOf = ({ columns }: DriftComparison, name: string): ComparedColumn => {
  const found = columns.find(({ column }) => column === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};
const changed = ({ columns }: DriftComparison): string[] =>
  columns.filter(({ state }) => state === 'changed').map(({ column }) => column);
const what = (column: ComparedColumn): string[] => column.changes.map((change) => change.what).sort();

describe('what changed is called by name', () => {
  it.each([
    ['a value that moved', radius('now', (value) => value + 1.5), 'radius', ['values']],
    ['a width that changed', radius('now', (value) => 14 + 2 * (value - 14)), 'radius', ['range', 'values']],
    ['empty cells', radius('now', (value, row) => (row % 12 === 0 ? '' : value)), 'radius', ['missing']],
    ['words for nothing', radius('now', (value, row) => (row % 3 === 0 ? 'NA' : value)), 'radius', ['missing']],
    ['shares of levels', { side: (row: number) => (row % 2 === 0 ? 'left' : 'right') }, 'side', ['levels']],
    [
      'a level that was not there',
      { side: (row: number) => (row % 40 === 0 ? 'both' : row % 3 === 1 ? 'left' : 'right') },
      'side',
      ['new-levels'],
    ],
    ['decimal commas', radius('now', (value, row) => (row % 9 === 0 ? '"1,5"' : value)), 'radius', ['type']],
  ] as const)('%s', async (_, cells, column, expected) => {
    const comparison = await comparedFiles(before, file('now', cells));
    expect(comparison.outcome).toBe('drift');
    expect(changed(comparison)).toEqual([column]);
    expect(what(columnOf(comparison, column))).toEqual(expected);
  });

  it('1 % of the values times 1,000, which moves no median', async () => {
    const rows = 2000;
    const now = file(
      'now',
      radius('now', (value, row) => (row % 100 === 0 ? value * 1000 : value)),
      rows,
    );
    const comparison = await comparedFiles(file('before', {}, rows), now);
    expect(changed(comparison)).toEqual(['radius']);
    const column = columnOf(comparison, 'radius');
    expect(what(column)).toEqual(['range']);
    expect(column.changes[0]?.cause).toMatch(/in a part of the rows\?/);
  });

  it('a change of unit, in the words of the data engine', async () => {
    const comparison = await comparedFiles(
      before,
      file(
        'now',
        radius('now', (value) => (value * 10).toFixed(2)),
      ),
    );
    expect(columnOf(comparison, 'radius').changes[0]?.cause).toMatch(/millimetres instead of centimetres/);
  });

  it('the worst first: by effect beside its limit', async () => {
    const cells = { ...radius('now', (value) => value + 1.5), side: () => '' };
    expect(changed(await comparedFiles(before, file('now', cells)))).toEqual(['side', 'radius']);
  });
});

describe('what is no drift', () => {
  it('rows drawn alike', async () => {
    const comparison = await comparedFiles(before, file('now'));
    expect(comparison.outcome).toBe('no-drift');
    expect(changed(comparison)).toEqual([]);
  });

  it('numbers that name rows, times, and names', async () => {
    const cells = (first: number, day: string) => ({
      patient: (row: number) => first + row,
      at: () => `2026-${day}`,
      note: (row: number) => `text ${first + row}`,
    });
    const comparison = await comparedFiles(file('before', cells(1, '10-01')), file('now', cells(9001, '11-01')));
    expect(changed(comparison)).toEqual([]);
    expect(columnOf(comparison, 'patient')).toMatchObject({
      state: 'not-compared',
      why: expect.stringMatching(/name rows/),
    });
    expect(columnOf(comparison, 'at')).toMatchObject({
      state: 'not-compared',
      why: expect.stringMatching(/by nature/),
    });
    expect(columnOf(comparison, 'note').state).toBe('not-compared');
  });
});

describe('one bad column costs no other', () => {
  it.each([
    ['all empty', { radius: () => '' }, ['missing']],
    ['constant', { radius: () => 14 }, ['values']],
    ['infinite', { radius: () => 'inf' }, ['type']],
    ['mixed', { radius: (row: number) => (row % 2 === 0 ? 'red' : row) }, ['type']],
    ['times', { radius: () => '2026-11-21' }, ['type']],
  ] as const)('that is %s', async (_, cells, expected) => {
    const now = file('now', { ...cells, place: () => 'p0' });
    const comparison = await comparedFiles(before, now);
    expect(changed(comparison).sort()).toEqual(['place', 'radius']);
    expect(what(columnOf(comparison, 'radius'))).toEqual(expected);
    const back = await comparedFiles(now, before);
    expect(changed(back)).toContain('radius');
  });

  it('that is gone, or that came', async () => {
    const [header = '', ...lines] = before.trim().split('\n');
    const without = [header, ...lines].map((line) => line.split(',').slice(0, -1).join(',')).join('\n');
    const gone = await comparedFiles(before, `${without}\n`);
    expect(what(columnOf(gone, 'place'))).toEqual(['gone']);
    expect(gone.outcome).toBe('drift');
    const came = await comparedFiles(`${without}\n`, before);
    expect(came).toMatchObject({ outcome: 'no-drift', added: ['place'] });
  });
});

it('fewer rows than 200 on a side are not enough', async () => {
  const comparison = await comparedFiles(before, file('now', { side: () => 'left' }, 199));
  expect(comparison.outcome).toBe('not-enough-data');
  expect(changed(comparison)).toEqual([]);
});
