import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonBody } from '../../../lambdas/_shared/json-body.ts';
import { Problem } from '../../../lib/core/contracts/problems.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (text: string | Uint8Array): string => {
  try {
    jsonBody(typeof text === 'string' ? bytes(text) : text);
    return 'taken';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

describe('a JSON body', () => {
  test('is what JSON.parse makes of it, for any JSON without traps', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('"__proto__"') && !/\\ud[89a-f]/i.test(text));
        expect(jsonBody(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['half a surrogate pair in a name', '{"\\ud800":1}'],
    ['half a surrogate pair in a value', '["a\\udc00"]'],
    ['half of it', '{"a":'],
    ['two equal names', '{"a":1,"b":{"x":[1,"}"]},"a":2}'],
    ['two equal names, one escaped', '{"a":1,"\\u0061":2}'],
    ['two equal names deep inside', '[{"b":{"c":1,"c":1}}]'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}'],
    ['__proto__, escaped', '{"__pr\\u006fto__":1}'],
    ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['33 levels', '['.repeat(33) + ']'.repeat(33)],
  ])('with %s is refused', (_what, text) => {
    expect(codeOf(text)).toBe('invalid-request');
  });

  test.each([
    ['32 levels', '['.repeat(32) + ']'.repeat(32)],
    ['equal names in different objects', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['a whole surrogate pair', '"\\ud83d\\ude00"'],
    ['a name as a value', '{"a":"a","b":"a"}'],
    ['a value after a string with quotes', '{"a":"\\"a\\":\\\\","b":1}'],
  ])('with %s is taken', (_what, text) => {
    expect(codeOf(text)).toBe('taken');
  });

  test('of 11 MB is refused before it is read, and bad UTF-8 too', () => {
    expect(codeOf(new Uint8Array(11 * 1024 * 1024))).toBe('too-large');
    expect(codeOf(new Uint8Array([0x22, 0xff, 0x22]))).toBe('invalid-request');
  });
});
