import { describe, expect, it } from 'vitest';
import { ascii } from '../../../../lib/core/messages/text/ascii.ts';
import { wrap } from '../../../../lib/core/messages/text/layout.ts';
import { integer, percent, person, quantity, servingNow } from '../../../../lib/core/messages/text/words.ts';

it.each([
  ['Zoë Müller-Straße', 40, 'Zoe Muller-Strasse'],
  ['日本 data', 40, '?? data'],
  ['a\u001b[31m\r\nb\tc\u0000', 40, 'a [31m b c'],
  ['abcdefgh', 6, 'abcd..'],
  ['\u202e', 5, ''],
])('ascii %j', (text, limit, expected) => expect(ascii(text, limit)).toBe(expected));

it('wrap keeps words and cuts what is longer than a line', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a abcdefghijk b', 5)).toEqual(['a', 'abcde', 'fghij', 'k b']);
  expect(wrap('  ', 5)).toEqual([]);
  expect(wrap('limit 2 %', 8)).toEqual(['limit', '2 %']);
});

describe('words', () => {
  it.each([
    [0, '0'],
    [13.3712, '13.4'],
    [1_234_567, '1,230,000'],
    [1e12, '1.00e+12'],
    [-0.000123456, '-0.000123'],
    [1.5e-12, '1.5e-12'],
  ])('quantity %d', (value, text) => expect(quantity(value)).toBe(text));
  it('others', () => {
    expect(integer(1234567)).toBe('1,234,567');
    expect(percent(0.18432)).toBe('18.4 %');
    expect(person('arn:aws:sts::1:assumed-role/Role/jdoe')).toBe('jdoe');
    expect(servingNow([{ stage: 'production', version: 6 }])).toBe('Nothing changed: production serves v6.');
  });
});
