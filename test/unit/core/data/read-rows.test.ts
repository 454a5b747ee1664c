/** What reading rows comes to is what a reading of their texts comes to, wherever the bytes and the ranges of a file are cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../../lib/core/contracts/manifest/schema.ts';
import { Profile } from '../../../../lib/core/contracts/profile.ts';
import { nameOrder } from '../../../../lib/core/data/canonical-rows.ts';
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { isMissing } from '../../../../lib/core/data/cells.ts';
import { typedReader } from '../../../../lib/core/data/columns/typed-rows.ts';
import type { Contract } from '../../../../lib/core/data/contract.ts';
import { rowsDigest } from '../../../../lib/core/data/identity/rows-digest.ts';
import { profileBuilder } from '../../../../lib/core/data/profile/profile.ts';
import { readRows } from '../../../../lib/core/data/read-rows.ts';
import { csvPart, openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { inHoldout } from '../../../../lib/core/data/split.ts';
import { csvWriter } from '../../../../lib/core/data/write-csv.ts';
import { runs } from '../../../_properties.ts';
import { judgeRow } from './_row-oracle.ts';
import { bytesOf, pieces } from './bytes.ts';

const HEADER = ['size', 'plan', 'id', 'y', 'paid', 'since'];
const columns = [
  { name: 'size', type: 'number' },
  { name: 'plan', type: 'category' },
  { name: 'paid', type: 'boolean' },
  { name: 'since', type: 'timestamp' },
] as const;
const labels: [string, string] = ['no', 'yes'];
const contract = (withId: boolean): Contract => ({
  rules: columns.map((column) => ({ ...column, required: false, nulls: new Set(['?']) })),
  target: { name: 'y', type: 'category', required: true, values: new Set(labels) },
  schema: {
    v: 1,
    task: 'binary-classification',
    columns: [...columns],
    target: { name: 'y', type: 'category', labels },
    ...(withId ? { id: 'id' } : {}),
  },
});
const layoutFor = (withId: boolean) => ({
  features: [0, 1, 4, 5].map((position) => ({ name: HEADER[position] ?? '', position })),
  target: 3,
  ...(withId ? { id: 2 } : {}),
  ignored: [],
  width: HEADER.length,
});
const manifest: Manifest = {
  sluice: 1,
  model: 'churn',
  task: 'binary-classification',
  data: { target: 'y', columns: {}, maxRejectedShare: 1 },
} as unknown as Manifest;

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '?',
    'a',
    ' a ',
    'a"b',
    'a,b',
    '"',
    'a\r\nb',
    'c\rd',
    'é',
    '𝄞 ',
    '\u00a0x',
    'x'.repeat(70),
    '東'.repeat(30),
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }).filter((cell) => !cell.includes('\0')),
);
const row = fc.tuple(
  fc.oneof(
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map(String),
    fc.constantFrom('', ' 1 ', '-0', '1e3', 'x', '?'),
  ),
  text,
  fc.oneof(fc.nat(1000).map(String), text),
  fc.constantFrom('yes', 'no', ' no', 'yes', 'no', 'maybe', ''),
  fc.constantFrom('true', 'No', ' y', '', '?', '7'),
  fc.constantFrom('2026-01-02', '2026-01-02T03:04:05Z', '', ' 2026-01-02', 'then'),
);
const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell;
const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');

/** By texts, one row at a time. */
async function byTexts(file: string, withId: boolean) {
  const { rules, target, schema } = contract(withId);
  const layout = layoutFor(withId);
  const digest = rowsDigest(schema);
  const files: Record<string, string> = { trainFeatures: '', trainLabels: '', holdoutFeatures: '', holdoutLabels: '' };
  const writer = csvWriter();
  const sides = { train: { rows: 0, positives: 0 }, holdout: { rows: 0, positives: 0 } };
  let rejected = 0;
  for await (const batch of (await openCsv(pieces(bytesOf(file)))).batches)
    for (const row of rowTexts(batch)) {
      const judged = judgeRow(row, rules, target, layout);
      if ('faults' in judged) {
        rejected += 1;
        continue;
      }
      const cells = rules.map(({ type, nulls }, index) => {
        const cell = row.cells[layout.features[index]?.position ?? 0] ?? '';
        if (isMissing(cell) || nulls?.has(cell.trim())) return '';
        return type === 'category' ? cell : cell.trim();
      });
      const label = (row.cells[3] ?? '').trim();
      const normal = (cell: string) => cell.replace(/\r\n?/g, '\n');
      const ordered = nameOrder(schema).map((index) => normal(cells[index] ?? ''));
      const all = [...ordered, label, ...(judged.id === undefined ? [] : [normal(judged.id)])];
      const bytes = Buffer.from(all.map((cell) => `${Buffer.byteLength(cell)}:${cell}`).join(''));
      digest.add(bytes, Int32Array.of(bytes.length), 1);
      const key = judged.id ?? ordered.map((cell) => `${cell.length}:${cell}`).join('');
      const side = inHoldout('churn', normal(key)) ? 'holdout' : 'train';
      sides[side].rows += 1;
      if (label === 'yes') sides[side].positives += 1;
      files[`${side}Features`] += writer.line(cells);
      files[`${side}Labels`] += writer.line([label]);
    }
  return { digest: digest.finish().digest, files, sides, rejected, flattened: writer.flattened };
}

/** As the check reads them. */
async function byBytes(file: string, withId: boolean, sizes: readonly number[]) {
  const [rules, layout] = [contract(withId), layoutFor(withId)];
  const digest = rowsDigest(rules.schema);
  const files: Record<string, string> = { trainFeatures: '', trainLabels: '', holdoutFeatures: '', holdoutLabels: '' };
  const { batches } = await openCsv(pieces(bytesOf(file), sizes));
  const read = await readRows(batches, { manifest, layout, contract: rules }, digest, async (name, piece) => {
    files[name] = (files[name] ?? '') + piece.toString();
  });
  delete files['rejects'];
  const found = {
    digest: digest.finish().digest,
    files,
    sides: read.sides,
    rejected: read.rejected.rows,
    flattened: read.flattenedCells,
  };
  return { found, rows: read.profile.rows + read.rejected.rows };
}

test('rows, files, split and digest are those of the texts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
      async (rows, withId, sizes) => {
        const file = csvOf([HEADER, ...rows]);
        const read = await byBytes(file, withId, sizes);
        expect(read.found).toEqual(await byTexts(file, withId));
        expect(read.rows).toBe(rows.length);
      },
    ),
    { numRuns: runs(300) },
  );
});

test.each([
  ['plain', 'x'],
  ['quoted', 'a "word", and\r\nmore'],
  ['beyond ASCII', '東京'],
])('so are those of cells as long as memory, %s', async (_what, text) => {
  const rows = [1, 63, 64, 65, 100, 2_000, 3_000, 40_000, 300_000].map((length, i) => [
    `${i}.5`,
    text.repeat(Math.ceil(length / text.length)).slice(0, length),
    `id ${i}`,
    i % 2 ? 'yes' : 'no',
    'true',
    '2026-01-02',
  ]);
  const file = csvOf([HEADER, ...rows, ...rows]);
  for (const withId of [true, false]) {
    const read = await byBytes(file, withId, [65_536]);
    expect(read.found.rejected).toBe(0);
    expect(read.found).toEqual(await byTexts(file, withId));
  }
});

test('rows that grow to the longest there may be have room', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  // Cells of quotes, in the file and in the lines written twice each.
  const lines = [10, 100, 500].map((thousands) => names.map(() => `"${'""'.repeat(thousands * 1_000)}"`).join(','));
  const columns = names.map((name) => ({ name, type: 'text' as const }));
  const target = { name: 'y', type: 'number' as const };
  const rules: Contract = {
    rules: columns.map((column) => ({ ...column, required: false })),
    target: { ...target, required: true },
    schema: { v: 1, task: 'regression', columns, target },
  };
  const layout = {
    features: names.map((name, position) => ({ name, position })),
    target: names.length,
    ignored: [],
    width: names.length + 1,
  };
  const file = `${names.join(',')},y\n${lines.map((line) => `${line},1\n`).join('')}`;
  const { batches } = await openCsv(pieces(Buffer.from(file), [1_000_003]));
  let written = 0;
  const read = await readRows(
    batches,
    { manifest, layout, contract: rules },
    rowsDigest(rules.schema),
    async (name, piece) => {
      if (name.endsWith('Features')) written += piece.length;
    },
  );
  expect([read.profile.rows, read.rejected.rows]).toEqual([lines.length, 0]);
  expect(written).toBe(lines.reduce((sum, line) => sum + line.length + 1, 0));
});

describe('ranges of a file', () => {
  /** A profile of rows from a place of the file on. */
  async function part(rows: readonly (readonly string[])[], first: number) {
    const rules = contract(true);
    const reader = typedReader(rules, layoutFor(true));
    const builder = profileBuilder(
      reader,
      [...rules.rules, rules.target].map(({ name }) => name),
      true,
    );
    const place = { delimiter: ',', width: HEADER.length, line: 2 + first, row: first } as const;
    for await (const batch of csvPart(pieces(bytesOf(csvOf(rows))), place)) builder.add(reader.read(batch));
    return builder;
  }
  const plain = fc.tuple(
    fc.double({ noNaN: true, min: 1e9, max: 1e9 + 1 }).map(String),
    fc.constantFrom('a', 'b', 'c', 'é', '?', ''),
    fc.constant('1'),
    fc.constantFrom('yes', 'no', 'no', 'x'),
    fc.constantFrom('true', 'no', ''),
    fc.constantFrom('2026-01-02', '2026-03-04', ''),
  );

  test('merged in their order come to what one pass comes to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(60), { maxLength: 3 }),
        async (rows, cuts) => {
          const borders = [0, ...cuts.map((cut) => cut % rows.length), rows.length].sort((a, b) => a - b);
          const merged = await part([], 0);
          for (const [index, from] of borders.slice(0, -1).entries())
            merged.merge((await part(rows.slice(from, borders[index + 1]), from)).state());
          const once = await part(rows, 0);
          expectSame(Profile.parse(merged.profile()), Profile.parse(once.profile()));
          expect(merged.sample()).toEqual(once.sample());
        },
      ),
      { numRuns: runs(60) },
    );
  });

  const withoutMoments = (profile: Profile): unknown =>
    JSON.parse(JSON.stringify(profile), (key, value) => (key === 'mean' || key === 'sd' ? undefined : value));
  /** Equal, but for the last digits of moments. Rounded ones would differ where a border of the rounding is between them. */
  function expectSame(merged: Profile, once: Profile): void {
    expect(withoutMoments(merged)).toEqual(withoutMoments(once));
    for (const [i, one] of once.columns.entries()) {
      const other = merged.columns[i];
      if (one.kind !== 'number' || other?.kind !== 'number') continue;
      for (const moment of ['mean', 'sd'] as const) {
        const [is, was] = [other[moment], one[moment]];
        if (is === undefined || was === undefined) expect(is).toBe(was);
        else expect(Math.abs(is - was), `${moment} ${is}, not ${was}`).toBeLessThanOrEqual(1e-12 * Math.abs(was));
      }
    }
  }

  test('beyond what a sample and a list of hashes hold, too', async () => {
    const many = Array.from({ length: 300_000 }, (_, i) => [String(i), 'a', '1', i % 3 === 0 ? 'yes' : 'no', '', '']);
    const merged = await part(many.slice(0, 100_001), 0);
    merged.merge((await part(many.slice(100_001, 250_000), 100_001)).state());
    merged.merge((await part(many.slice(250_000), 250_000)).state());
    const once = await part(many, 0);
    const profile = Profile.parse(merged.profile());
    expectSame(profile, Profile.parse(once.profile()));
    expect(merged.sample()).toEqual(once.sample());
    expect(profile.sample).toMatchObject({ every: 8 });
    expect(profile.rowHashes?.repeated).toBe(0);
    // Every row is its own number, so quantiles tell the error of ranks.
    const error = Math.max(
      ...(profile.columns[0]?.kind === 'number' ? profile.columns[0].edges : []).map((edge, i) =>
        Math.abs(edge / 300_000 - i / 256),
      ),
    );
    expect(error).toBeLessThan(profile.sample?.rankError ?? 0);
  });
});
