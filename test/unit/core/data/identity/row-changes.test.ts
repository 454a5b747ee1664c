import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowChanges } from '../../../../../lib/core/contracts/data-diff.ts';
import { numbered } from '../../../../../lib/core/data/identity/diff/numbered.ts';
import { rowChanges } from '../../../../../lib/core/data/identity/diff/row-changes.ts';
import type { OpenRows } from '../../../../../lib/core/data/identity/diff/row-index.ts';
import { openCsv } from '../../../../../lib/core/data/readers/csv.ts';
import { runs } from '../../../../_properties.ts';

type Table = readonly (readonly string[])[];
const HEADER = ['id', 'age', 'plan'];

const file =
  (table: Table, header: readonly string[] = HEADER): OpenRows =>
  () =>
    openCsv(stream([header, ...table].map((row) => `${row.join(',')}\n`).join('')));
async function* stream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function compared(before: Table, after: Table, key?: string) {
  const found = RowChanges.parse(await rowChanges(file(before), file(after), { key }));
  if (found.basis !== 'rows') throw new Error('not the rows');
  return found;
}

const table = fc
  .array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 30 })
  .map((rows): Table => rows.map(([age, plan], i) => [`c${i}`, String(age), `p${plan}`]));

describe('rows matched by a key', () => {
  test('are told as changed with their columns, added and removed', async () => {
    const before = [
      ['c1', '30', 'a'],
      ['c2', '31', 'a'],
      ['c3', '32', 'b'],
    ];
    const after = [
      ['c1', '30', 'a'],
      ['c3', '99', 'c'],
      ['c4', '40', 'b'],
    ];
    expect(await compared(before, after, 'id')).toEqual({
      basis: 'rows',
      key: 'id',
      equal: 1,
      changed: 1,
      added: 1,
      removed: 1,
      moved: 0,
      ranges: [{ before: { first: 2, rows: 2 }, after: { first: 2, rows: 2 } }],
      moreRanges: 0,
      examined: 1,
      columns: [
        { column: 'age', rows: 1 },
        { column: 'plan', rows: 1 },
      ],
      examples: [
        {
          kind: 'changed',
          before: 4,
          after: 3,
          key: 'c3',
          cells: [
            { column: 'age', before: '32', after: '99' },
            { column: 'plan', before: 'b', after: 'c' },
          ],
        },
        { kind: 'removed', before: 3, key: 'c2', cells: [] },
        { kind: 'added', after: 4, key: 'c4', cells: [] },
      ],
    });
  });

  test('are exactly those that were edited, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.array(fc.nat(29)),
        fc.array(fc.nat(29)),
        fc.nat(29),
        async (rows, edits, drops, turn) => {
          const edited = new Set(edits.filter((i) => i < rows.length));
          const dropped = new Set(drops.filter((i) => i < rows.length));
          const kept = rows.flatMap((row, i) =>
            dropped.has(i) ? [] : [edited.has(i) ? [row[0] ?? '', `${row[1]}0`, row[2] ?? ''] : row],
          );
          const after = [...kept.slice(turn), ...kept.slice(0, turn), ['new', '1', 'p1']];
          const found = await compared(rows, after, 'id');
          const changed = [...edited].filter((i) => !dropped.has(i)).length;
          expect(found).toMatchObject({ changed, added: 1, removed: dropped.size, equal: kept.length - changed });
          expect(found.columns).toEqual(changed === 0 ? [] : [{ column: 'age', rows: changed }]);
          if (turn % Math.max(1, kept.length) === 0) expect(found.moved).toBe(0);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  test('of one key go together in their order', async () => {
    const found = await compared(
      [
        ['x', '1', 'a'],
        ['x', '2', 'a'],
      ],
      [
        ['x', '1', 'a'],
        ['x', '3', 'a'],
        ['x', '4', 'a'],
      ],
      'id',
    );
    expect(found).toMatchObject({ equal: 1, changed: 1, added: 1, removed: 0 });
  });
});

describe('rows matched by their order', () => {
  test('that were only put into another order have moved', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.nat(), async (rows, turn) => {
        const at = rows.length === 0 ? 0 : turn % rows.length;
        const found = await compared(rows, [...rows.slice(at), ...rows.slice(0, at)]);
        expect(found).toMatchObject({ equal: rows.length, changed: 0, added: 0, removed: 0 });
        expect(found.moved > 0).toBe(at > 0);
      }),
      { numRuns: runs(40) },
    );
  });

  test('add up', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, async (a, b) => {
        const { equal, changed, added, removed } = await compared(
          a.map((row) => row.with(0, '')),
          b,
        );
        expect(equal + changed + removed).toBe(a.length);
        expect(equal + changed + added).toBe(b.length);
      }),
      { numRuns: runs(60) },
    );
  });

  test('that came in between leave the others as they are', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [`c${i}`, '1', 'a']);
    const after = rows.toSpliced(4000, 1, ['c4000', '2', 'a']).toSpliced(1000, 0, ['n', '1', 'a']);
    expect(await compared(rows, after)).toMatchObject({
      equal: 4999,
      changed: 1,
      added: 1,
      removed: 0,
      ranges: [
        { before: { first: 1001, rows: 0 }, after: { first: 1001, rows: 1 } },
        { before: { first: 4001, rows: 1 }, after: { first: 4002, rows: 1 } },
      ],
      examples: [
        { kind: 'added', after: 1002 },
        { kind: 'changed', before: 4002, after: 4003 },
      ],
    });
  });

  test('are compared in the columns both have, whatever their order', async () => {
    const found = await rowChanges(
      file([['c1', '30', 'a']]),
      file([['a', ' 30', 'x', 'c1']], ['plan', 'age', 'new', 'id']),
    );
    expect(found).toMatchObject({ equal: 1, changed: 0 });
  });
});

test('a key that a side does not have is no key', async () => {
  expect(await compared([['c1', '30', 'a']], [['c1', '30', 'a']], 'name')).not.toHaveProperty('key');
});

test('long cells are cut', async () => {
  const { examples } = await compared([['c1', '1', 'a'.repeat(500)]], [['c1', '1', 'b']], 'id');
  expect(examples[0]?.cells[0]?.before).toHaveLength(80);
});

test('texts are numbered alike when they are alike', () => {
  const number = numbered();
  const words = Array.from({ length: 20_000 }, (_, i) => `word ${i % 10_000}`);
  const numbers = words.map(number);
  expect(new Set(numbers).size).toBe(10_000);
  expect(numbers.slice(0, 10_000)).toEqual(numbers.slice(10_000));
});
