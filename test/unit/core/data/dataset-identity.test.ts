import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { inHoldout } from '../../../../lib/core/data/split.ts';
import { checkUpload } from '../../../../lib/core/usecases/check/check-upload.ts';
import { runs } from '../../../_properties.ts';

/** A table of 60 rows: an id, a number, a text, and a label of which the first rows show both. */
const table = fc
  .array(
    fc.tuple(
      fc.integer({ min: -1000, max: 1000 }).map(String),
      fc.string({
        unit: fc.constantFrom('a', 'b', 'é', '"', ',', ';', '\n', '\r\n', '\t', ' x'),
        minLength: 1,
        maxLength: 6,
      }),
    ),
    { minLength: 60, maxLength: 60 },
  )
  .map((rows) => rows.map(([number, text], i) => [`id${i}`, number, text, i % 2 ? 'yes' : 'no']));
const NAMES = ['id', 'size', 'note', 'label'];

interface Writing {
  delimiter: string;
  lineEnd: string;
  always: boolean;
  order: number[];
  chunk: number;
}
const plain: Writing = { delimiter: ',', lineEnd: '\n', always: false, order: [0, 1, 2, 3], chunk: 65_536 };
const writing: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  always: fc.boolean(),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
  chunk: fc.integer({ min: 1, max: 400 }),
});

async function check(rows: string[][], { delimiter, lineEnd, always, order, chunk }: Writing = plain) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'm',
    task: 'binary-classification',
    data: { target: 'label', id: 'id', columns: { size: { type: 'integer' }, note: { type: 'text' } } },
    training: { algorithm: 'xgboost' },
    stages: {},
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const quoted = (cell: string) => (always || /[",;\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const text = [NAMES, ...rows].map((row) => order.map((i) => quoted(row[i] ?? '')).join(delimiter)).join(lineEnd);
  const objects = memoryObjects({ chunkBytes: chunk });
  const object = { bucket: 'b', key: 'k' };
  await objects.put(object, `${text}${lineEnd}`);
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'm',
      object,
      manifest: parsed.manifest,
      output: { bucket: 'o', prefix: '' },
      origin: { run: 'r', author: 'a', file: 'k', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  if (outcome.outcome === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  return { ...outcome.dataset, files: objects.dump('o') };
}

describe('the digest of a dataset', () => {
  test('depends neither on how the file is written nor on how it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(table, writing, async (rows, how) => {
        const [one, other] = [await check(rows), await check(rows, how)];
        expect(other.digest).toBe(one.digest);
        expect({ ...other, files: 0, flattenedCells: 0 }).toEqual({ ...one, files: 0, flattenedCells: 0 });
        const labels = 'train/labels.csv';
        expect(other.files[labels]).toBe(one.files[labels]);
      }),
      { numRuns: runs(40) },
    );
  });

  test('changes with any cell, with the order of rows and with any row that is left out', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.nat(59), fc.constantFrom(0, 1, 2, 3), fc.nat(58), async (rows, row, column, swap) => {
        const { digest } = await check(rows);
        const edit = (cell: string) =>
          column === 3 ? (cell === 'yes' ? 'no' : 'yes') : column === 1 ? `${cell}1` : `${cell}x`;
        const edited = rows.map((cells, i) =>
          i === row ? cells.map((cell, j) => (j === column ? edit(cell) : cell)) : cells,
        );
        const swapped = rows.toSpliced(swap, 2, rows[swap + 1] ?? [], rows[swap] ?? []);
        const shorter = rows.toSpliced(row, 1);
        const digests = [
          digest,
          ...(await Promise.all([edited, swapped, shorter].map(async (r) => (await check(r)).digest))),
        ];
        expect(new Set(digests).size).toBe(4);
      }),
      { numRuns: runs(40) },
    );
  });
});

describe('the split', () => {
  test('a row keeps its side, wherever it stands and whatever stands around it', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.shuffledSubarray([...Array(60).keys()], { minLength: 55 }), async (rows, order) => {
        const all = rows.map(([id = '']) => inHoldout('m', id));
        const { holdout, train } = await check(order.map((i) => rows[i] ?? []));
        expect(holdout).toBe(order.filter((i) => all[i]).length);
        expect(train + holdout).toBe(order.length);
      }),
      { numRuns: runs(30) },
    );
  });

  test('holds out about a fifth, other rows for other models', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `row ${i}`);
    const one = ids.map((id) => inHoldout('one', id));
    const two = ids.map((id) => inHoldout('two', id));
    // 20 % of 20,000 is 4,000 with a standard deviation of 57.
    for (const sides of [one, two]) expect(Math.abs(sides.filter(Boolean).length - 4000)).toBeLessThan(350);
    expect(one.filter((side, i) => side && two[i]).length).toBeLessThan(1100);
  });

  test('is what it was: recorded sides do not change with the code', () => {
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].filter((id) => inHoldout('churn', id))).toEqual(RECORDED);
  });
});

/** Computed with Python: int(hashlib.sha256(f"churn\0{id}".encode()).hexdigest()[:12], 16) % 100 < 20 */
const RECORDED: string[] = ['c'];
