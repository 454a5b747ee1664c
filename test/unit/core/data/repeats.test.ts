import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeats } from '../../../../lib/core/data/repeats.ts';

/** Adds values as the check does; which of them came before. */
function repeated(values: readonly string[], before = repeats()): boolean[] {
  return values.map((value) => {
    const has = before.has(value);
    if (!has) before.add(value);
    return has;
  });
}

test('what came before is told exactly, in the order of the values', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat({ max: 99 }).map(String)), { maxLength: 3000 }), (values) => {
      const seen = new Set<string>();
      const wanted = values.map((value) => seen.has(value) || !seen.add(value));
      expect(repeated(values)).toEqual(wanted);
    }),
  );
});

test('a hundred thousand different values that look alike are all different', () => {
  const values = Array.from({ length: 100_000 }, (_, i) => `C-${i}`);
  const before = repeats();
  expect(repeated(values, before)).not.toContain(true);
  expect(before.every).toBe(1);
  expect(repeated(values, before)).not.toContain(false);
});

test('beyond its memory it looks at a share of the values, and says which; of those none is missed or made up', () => {
  const before = repeats(2 ** 12);
  const values = Array.from({ length: 20_000 }, (_, i) => `C-${i}`);
  expect(repeated(values, before)).not.toContain(true);
  expect(before.every).toBe(8);
  const found = repeated(values, before).filter(Boolean).length;
  expect(found).toBeGreaterThan(20_000 / 8 - 200);
  expect(found).toBeLessThan(20_000 / 8 + 200);
});
