import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIds, hashOf } from '../../../../lib/core/data/readers/event-ids.ts';

/** How each of the texts is met, in their order. */
function met(texts: readonly string[], most?: number): boolean[] {
  const events = eventIds(most);
  return texts.map((text) => events.isNew(...hashOf(text)));
}

test('an id is new once, whatever came between', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 40 }), (texts) => {
      expect(met(texts)).toEqual(texts.map((text, i) => texts.indexOf(text) === i));
    }),
  );
});

test('50,000 ids that differ in a digit are all told apart, and all known again', () => {
  const texts = Array.from({ length: 50_000 }, (_, i) => `${String(i).padStart(8, '0')}-6f1c-4b7e-9d53-0123456789ab`);
  const isNew = met([...texts, ...texts]);
  expect(isNew.slice(0, texts.length).every(Boolean)).toBe(true);
  expect(isNew.slice(texts.length).some(Boolean)).toBe(false);
});

test('beyond what is held the oldest are forgotten, the last ones never', () => {
  const texts = Array.from({ length: 10_000 }, (_, i) => `e${i}`);
  const again = [...texts.slice(-1000), ...texts.slice(0, 1000)];
  const isNew = met([...texts, ...again], 1000).slice(texts.length);
  expect(isNew.slice(0, 1000).some(Boolean)).toBe(false);
  expect(isNew.slice(1000).every(Boolean)).toBe(true);
});
