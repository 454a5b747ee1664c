import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chunk, ChunkList } from '../../../../../lib/core/contracts/chunks.ts';
import { atLevel, chunkListBuilder } from '../../../../../lib/core/data/identity/chunk-list.ts';

const chunks: fc.Arbitrary<Chunk[]> = fc
  .array(
    fc.record({ id: fc.nat(1e9), rows: fc.integer({ min: 1, max: 99 }), border: fc.integer({ min: 0, max: 6 }) }),
    {
      maxLength: 200,
    },
  )
  .map((all) =>
    all.map(({ id, rows, border }, index) => ({
      digest: id.toString(16).padStart(64, '0'),
      rows,
      // Only the last chunk may end without a border.
      ...(index === all.length - 1 && id % 2 ? {} : { border }),
    })),
  );

function built(all: readonly Chunk[], most?: number): ChunkList {
  const builder = chunkListBuilder(most);
  for (const chunk of all) builder.add(chunk);
  return ChunkList.parse(builder.list());
}

test('a list that grows too long is the whole list made coarser, whenever that happens', () => {
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 40 }), (all, most) => {
      const list = built(all, most);
      expect(list).toEqual(atLevel(built(all), list.level));
      // One more than the limit: what is behind the last border of that strength.
      expect(list.chunks.length).toBeLessThanOrEqual(most + 1);
      expect(list.chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(all.reduce((sum, { rows }) => sum + rows, 0));
    }),
  );
});

test('a list is made coarser step by step or at once', () => {
  fc.assert(
    fc.property(chunks, fc.nat(3), fc.nat(3), (all, one, more) => {
      const list = built(all);
      expect(atLevel(atLevel(list, one), one + more)).toEqual(atLevel(list, one + more));
    }),
  );
});

test('a finer list cannot be made', () => {
  expect(() => atLevel(atLevel(built([]), 2), 1)).toThrow(RangeError);
});
