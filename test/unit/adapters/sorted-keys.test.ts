/** Keys of a bucket in memory against the plain way: all of them sorted, and those that fit taken. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedKeys } from '../../../lib/adapters/memory/sorted-keys.ts';

/** Short keys that share prefixes; of the last two the second is first in UTF-16, and last in UTF-8. */
const key = fc.array(fc.constantFrom('a', 'b', '/', 'é', '\uff5e', '😀'), { maxLength: 4 }).map((all) => all.join(''));
const inByteOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

it('lists what begins with a prefix and comes after a key, in byte order, each once', () => {
  fc.assert(
    fc.property(fc.array(key), fc.array(key), key, key, (added, removed, prefix, startAfter) => {
      const keys = new SortedKeys();
      for (const each of added) keys.add(each);
      for (const each of removed) keys.remove(each);
      const expected = [...new Set(added)]
        .filter((each) => !removed.includes(each) && each.startsWith(prefix) && inByteOrder(each, startAfter) > 0)
        .toSorted(inByteOrder);
      expect([...keys.startingWith(prefix, startAfter)]).toEqual(expected);
    }),
  );
});

it('goes on with the keys there were when it began, though some are removed meanwhile', () => {
  const keys = new SortedKeys();
  for (const each of ['1', '2', '3']) keys.add(each);
  const listed: string[] = [];
  for (const each of keys.startingWith('')) {
    listed.push(each);
    keys.remove(each);
  }
  expect(listed).toEqual(['1', '2', '3']);
});
