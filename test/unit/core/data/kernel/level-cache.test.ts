import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KernelCells } from '../../../../../lib/core/data/columns/kernel-cells.ts';
import { LevelCache } from '../../../../../lib/core/data/columns/level-cache.ts';
import { takeArena } from '../../../../../lib/core/data/kernel/arena.ts';

const OPEN = -7;

/** What a cache of `columns` columns that was given texts one after another says of others. */
function looked(kept: readonly string[], asked: readonly string[], columns = 1): number[] {
  const arena = takeArena();
  try {
    const texts = [...kept, ...asked].map((text) => Buffer.from(text));
    const bytes = Buffer.concat(texts);
    arena.window(bytes.length).set(bytes);
    const [starts, ends] = [arena.integers(texts.length), arena.integers(texts.length)];
    let end = 0;
    for (const [i, text] of texts.entries()) {
      starts[i] = end;
      end += text.length;
      ends[i] = end;
    }
    const cells: KernelCells = {
      arena,
      bytes: arena.window(bytes.length).byteOffset,
      starts: starts.byteOffset + 4 * kept.length,
      ends: ends.byteOffset + 4 * kept.length,
      open: arena.integers(asked.length),
    };
    const cache = LevelCache.of(arena, columns);
    if (!cache) throw new Error('no cache for so many columns');
    kept.forEach((_, level) => {
      cache.keep(cells, starts[level] ?? 0, ends[level] ?? 0, level);
    });
    const out = arena.integers(asked.length);
    const left = cache.read(cells, { rows: asked.length, width: 1, position: 0 }, true, out);
    for (const row of cells.open.subarray(0, left)) out[row] = OPEN;
    return [...out];
  } finally {
    arena.release();
  }
}

/** Many that differ in a byte only, or in their length. */
const text = fc
  .tuple(
    fc.constantFrom('', 'a', 'level ', 'a text of sixteen', 'a text that ends as the longest'),
    fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é'), maxLength: 4 }),
  )
  .map((parts) => parts.join(''));

test('a text is found as what it was kept as, or not at all', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), fc.array(text, { minLength: 1, maxLength: 60 }), (kept, asked) => {
      // The cache of the most columns has the fewest places: there some go.
      for (const columns of [1, 1000])
        looked(kept, [...asked, ...kept], columns).forEach((level, i) => {
          const one = [...asked, ...kept][i];
          expect(level === OPEN || kept[level] === one).toBe(true);
        });
    }),
    { numRuns: 100 },
  );
});

test('up to four texts of up to 32 bytes are all found, whatever their hashes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), (kept) => {
      expect(looked(kept, kept)).toEqual(
        kept.map((one, level) => (one === '' || Buffer.byteLength(one) > 32 ? OPEN : level)),
      );
    }),
    { numRuns: 100 },
  );
});
