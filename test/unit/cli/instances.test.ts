/** Rows to be predicted: every way in which people have them. */
import { describe, expect, it } from 'vitest';
import { bodiesOf, csvInstances, jsonInstances, looksLikeJson } from '../../../lib/cli/input/instances.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const source = async function* (text: string) {
  yield bytes(text);
};

describe('a CSV file', () => {
  const columns = { left: new Set(['id', 'target', 'leak']), id: 'id' };

  it('is sent by the names of its header, without id, target and what is ignored', async () => {
    const text = '\ufeffid;"a ""b""";target;leak;c\n1;"x;\ny";yes;9;\n2;-0.5;no;9; \n';
    expect(await csvInstances(source(text), columns)).toEqual({
      rows: [
        { 'a "b"': 'x;\ny', c: null },
        { 'a "b"': '-0.5', c: null },
      ],
      ids: ['1', '2'],
    });
  });

  it('is read no further than wanted', async () => {
    const { rows } = await csvInstances(source('a\n1\n2\nbroken,row\n'), columns, 2);
    expect(rows).toEqual([{ a: '1' }, { a: '2' }]);
  });

  it.each([
    ['a\n1\n2,3\n', /line 3 cannot be read: 2 cells, the header has 1/],
    ['a\n"1\n', /line 2/],
    ['', /empty/],
  ])('says what is wrong with %j', async (text, message) => {
    await expect(csvInstances(source(text), columns)).rejects.toMatchObject({
      name: 'CommandFailure',
      code: 2,
      message: expect.stringMatching(message),
      mend: expect.any(String),
    });
  });
});

describe('JSON', () => {
  it.each([
    ['{"instances":[{"a":1},[2]]}', [{ a: 1 }, [2]]],
    ['[{"a":1}]', [{ a: 1 }]],
    ['{"a":1}', [{ a: 1 }]],
    ['{"a":1}\n\n{"a":2}\r\n[3]\n', [{ a: 1 }, { a: 2 }, [3]]],
  ])('%j is rows', (text, rows) => {
    expect(looksLikeJson(bytes(` ${text}`))).toBe(true);
    expect(jsonInstances(text)).toEqual({ rows });
  });

  it.each([
    ['{"a":1}\n{"a":\n', /line 2 is no row/],
    ['{"instances":3}', /holds no rows/],
    ['[1,2]', /holds no rows/],
  ])('%j is refused', (text, message) => {
    expect(() => jsonInstances(text)).toThrow(message);
  });
});

it('splits rows over requests in order, and never a row', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ i, pad: 'ä'.repeat(i) }));
  const bodies = [...bodiesOf(rows, 1000)];
  expect(bodies.flatMap(({ body }) => (JSON.parse(body) as { instances: unknown[] }).instances)).toEqual(rows);
  expect(bodies.reduce((sum, one) => sum + one.rows, 0)).toBe(100);
  for (const { body, rows: count } of bodies) if (count > 1) expect(Buffer.byteLength(body)).toBeLessThan(1000 + 20);
});
