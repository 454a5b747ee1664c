import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkList } from '../../../../../lib/core/contracts/chunks.ts';
import type { DatasetSchema } from '../../../../../lib/core/contracts/schema.ts';
import { joinRanges, RangeDigest, rangeDigest } from '../../../../../lib/core/data/identity/range-digest.ts';
import { rowsDigest } from '../../../../../lib/core/data/identity/rows-digest.ts';
import { runs } from '../../../../_properties.ts';
import { cut, piece, rowsOf, SCHEMA, SHAPES, type Shape } from './_rows.ts';

const shape = fc.constantFrom(...(Object.keys(SHAPES) as Shape[]));
const rowCount = (of: Shape): number => (of === 'wide' ? 60 : 4000);
const places = fc.array(fc.nat(), { maxLength: 12 });

function inOnePass(rows: readonly string[], pieces: readonly number[] = [], schema: DatasetSchema = SCHEMA) {
  const digest = rowsDigest(schema);
  for (const part of cut(rows, pieces)) {
    const { bytes, ends, rows } = piece(part);
    digest.add(bytes, ends, rows);
  }
  return digest.finish();
}

function rangeOf(rows: readonly string[], pieces: readonly number[]): RangeDigest {
  const digest = rangeDigest();
  for (const part of cut(rows, pieces)) {
    const { bytes, ends, rows } = piece(part);
    digest.add(bytes, ends, rows);
  }
  // As it is stored between the ranges and their join.
  return RangeDigest.parse(JSON.parse(JSON.stringify(digest.finish())));
}

const sha256 = (...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

describe('the digest of rows', () => {
  test('is what its definition says', () => {
    const rows = rowsOf('distinct', 20, 1);
    const schema =
      '{"columns":[{"name":"x","type":"text"}],"target":{"name":"y","type":"number"},"task":"regression","v":1}\n';
    const { digest, chunks } = inOnePass(rows);
    expect(digest).toBe(`rows-sha256-v2:${sha256(schema, sha256(rows.join('')), '\n20').toString('hex')}`);
    expect(chunks).toEqual({
      v: 1,
      algorithm: 'rows-sha256-v2',
      level: 0,
      chunks: [{ digest: sha256(rows.join('')).toString('hex'), rows: 20 }],
    });
  });

  test('is what it was: borders do not move with the code', () => {
    const { digest, chunks } = inOnePass(rowsOf('distinct', 4000, 7));
    expect(chunks.chunks.map(({ rows }) => rows)).toEqual(RECORDED.rows);
    expect(digest).toBe(RECORDED.digest);
  });

  test('is the same however the rows come in', () => {
    fc.assert(
      fc.property(shape, fc.nat(1e6), places, (of, seed, pieces) => {
        const rows = rowsOf(of, rowCount(of), seed);
        expect(inOnePass(rows, pieces)).toEqual(inOnePass(rows));
      }),
      { numRuns: runs(30) },
    );
  });

  test('of ranges that are joined is that of one pass', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(1e6), places, places, async (of, seed, ranges, pieces) => {
        const rows = rowsOf(of, rowCount(of), seed);
        const parts = cut(rows, ranges).map((part) => rangeOf(part, pieces));
        expect(await joinRanges(SCHEMA, parts)).toEqual(inOnePass(rows));
      }),
      { numRuns: runs(60) },
    );
  });

  test('of no rows is one too', async () => {
    const { digest, chunks } = inOnePass([]);
    expect(chunks.chunks).toEqual([]);
    expect((await joinRanges(SCHEMA, [rangeOf([], []), rangeOf([], [])])).digest).toBe(digest);
  });

  test('knows the schema, but not in which order a file had its columns', () => {
    const two: DatasetSchema = {
      ...SCHEMA,
      columns: [...SCHEMA.columns, { name: 'a', type: 'text' }],
      ignored: ['p', 'o'],
    };
    const turned = { ...two, columns: two.columns.toReversed(), ignored: ['o', 'p'] };
    const other = { ...two, target: { name: 'y', type: 'integer' as const } };
    expect(inOnePass(['1:a'], [], turned).digest).toBe(inOnePass(['1:a'], [], two).digest);
    expect(inOnePass(['1:a'], [], other).digest).not.toBe(inOnePass(['1:a'], [], two).digest);
  });
});

describe('chunks', () => {
  test('are about 64 KB of rows that differ, and none ends soon after another', () => {
    const rows = rowsOf('distinct', 60_000, 3);
    const { chunks } = ChunkList.parse(inOnePass(rows).chunks);
    const mean = Buffer.byteLength(rows.join('')) / chunks.length;
    expect(mean).toBeGreaterThan(45_000);
    expect(mean).toBeLessThan(100_000);
  });

  test('do not end at each row where rows repeat', () => {
    for (const of of ['constant', 'periodic', 'sorted', 'few'] as const) {
      const rows = rowsOf(of, 40_000, 5);
      const bytes = Buffer.byteLength(rows.join(''));
      expect(inOnePass(rows).chunks.chunks.length).toBeLessThan(2 + bytes / 4096);
    }
  });

  test('are found where few rows vary', () => {
    // 200,000 rows of four kinds, 1.2 MB.
    expect(inOnePass(rowsOf('few', 200_000, 5)).chunks.chunks.length).toBeGreaterThan(8);
  });

  test('stay as they were around a row that changed, came or went', () => {
    const rows = rowsOf('distinct', 20_000, 11);
    const before = new Set(inOnePass(rows).chunks.chunks.map(({ digest }) => digest));
    expect(before.size).toBeGreaterThan(10);
    for (const changed of [rows.with(9000, '3:new'), rows.toSpliced(9000, 1), rows.toSpliced(9000, 0, '3:new')]) {
      const now = inOnePass(changed).chunks.chunks.filter(({ digest }) => !before.has(digest));
      expect(now.length).toBeLessThanOrEqual(3);
    }
  });
});

const RECORDED = {
  rows: [157, 232, 1152, 1215, 386, 328, 530],
  digest: 'rows-sha256-v2:f05cd8979b6e90389e48f111a6a7849b13ec07fd92725b465ef26f0f6ca9464c',
};
