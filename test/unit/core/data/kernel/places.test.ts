/** Where a batch lies decides on speed, never on what is read: a copied one goes other ways. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CellBatch } from '../../../../../lib/core/data/cell-batch.ts';
import { typedReader } from '../../../../../lib/core/data/columns/typed-rows.ts';
import { profileBuilder } from '../../../../../lib/core/data/profile/profile.ts';
import { openCsv } from '../../../../../lib/core/data/readers/csv.ts';
import { runs } from '../../../../_properties.ts';

const RULES = [
  { name: 'n', type: 'number', required: false, nulls: new Set(['-1', '?']), min: -50, max: 1e6 },
  { name: 'i', type: 'integer', required: true },
  { name: 'c', type: 'category', required: false, nulls: new Set(['?']) },
  { name: 'v', type: 'category', required: true, values: new Set(['a', 'b "c"', 'Méde']) },
  { name: 't', type: 'text', required: false },
] as const;

/** Few of them, so that they come again; some as long as the kernel reads at once, and longer. */
const word = fc.oneof(
  fc.constantFrom('', 'a', 'b "c"', 'Méde', '?', ' ', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(33), 'a,b'),
  fc.integer({ min: 0, max: 5000 }).map((i) => `level ${i}`),
  fc.string({ maxLength: 40 }),
);
const number = fc.oneof(
  fc.constantFrom(
    '',
    '-1',
    '?',
    '.',
    '-',
    '-.5',
    '5.',
    '1e3',
    '1E-400',
    '+7',
    ' 8 ',
    '00012.50',
    '1.2.3',
    '1e',
    '12345678.9',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -100, max: 100 }).map(String),
  fc.nat({ max: 10 ** 9 }).map((n) => (n / 10 ** (n % 9)).toFixed(n % 9)),
);
const row = fc.tuple(number, number, word, word, word);
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

async function readIn(text: string, copied: boolean): Promise<unknown> {
  const file = await openCsv(pieces(text));
  const reader = typedReader({ rules: RULES }, { features: RULES.map((_, position) => ({ position })) });
  const profile = profileBuilder(
    reader,
    RULES.map(({ name }) => name),
    false,
  );
  const read: unknown[] = [];
  for await (const batch of file.batches) {
    const typed = reader.read(copied ? copyOf(batch) : batch);
    profile.add(typed);
    const { rows, numbers, levels, kept, rejected } = typed;
    read.push({
      kept: [...kept.subarray(0, rows)],
      numbers: numbers.map((values) => values && [...values.subarray(0, rows)]),
      texts: levels.map(
        (ids, column) =>
          ids && Array.from(ids.subarray(0, rows), (id) => (id < 0 ? id : reader.levels[column]?.table.textOf(id))),
      ),
      rejected,
    });
  }
  return { read, profile: profile.profile() };
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function copyOf({ arena: _, ...batch }: CellBatch): CellBatch {
  return { ...batch, bytes: Buffer.from(batch.bytes), starts: batch.starts.slice(), ends: batch.ends.slice() };
}

test('a batch that is copied is read as one that lies where the kernel reaches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 200 }), fc.boolean(), async (rows, quotes) => {
      const cell = (text: string): string => (quotes || /[",\n\r]/.test(text) ? quoted(text) : text);
      const text = ['n,i,c,v,t', ...rows.map((cells) => cells.map(cell).join(','))].join('\n');
      expect(await readIn(text, false)).toEqual(await readIn(text, true));
    }),
    { numRuns: runs(60) },
  );
});
