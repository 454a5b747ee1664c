import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowTexts } from '../../../../lib/core/data/cell-text.ts';
import { type CaptureTally, captureReader } from '../../../../lib/core/data/readers/capture.ts';
import { type CaptureSkip, parseCaptureLine } from '../../../../lib/core/data/readers/capture-record.ts';
import { eventIds } from '../../../../lib/core/data/readers/event-ids.ts';
import { runs } from '../../../_properties.ts';
import { bytesOf, pieces } from './bytes.ts';

const COLUMNS = ['age', 'plan'];
const META = { eventId: 'e1', inferenceTime: '2026-11-21T12:00:00Z' };

const line = (input: object | undefined, more: { output?: object; meta?: object } = {}) =>
  JSON.stringify({
    captureData: {
      ...(input ? { endpointInput: { mode: 'INPUT', ...input } } : {}),
      ...(more.output ? { endpointOutput: { mode: 'OUTPUT', ...more.output } } : {}),
    },
    eventMetadata: { ...META, ...more.meta },
    eventVersion: '0',
  });
const csv = (data: string) => line({ observedContentType: 'text/csv', data, encoding: 'CSV' });
const json = (body: unknown) =>
  line({ observedContentType: 'application/json', data: JSON.stringify(body), encoding: 'JSON' });
const rows = (text: string) => {
  const parsed = parseCaptureLine(text, COLUMNS);
  return 'record' in parsed ? parsed.record.rows : parsed.skipped;
};

test('CSV, JSON by name and by order, and Base64 give the same rows', () => {
  const expected = [
    ['42', 'a "b", c'],
    ['', 'pro'],
  ];
  const body = '42,"a ""b"", c"\n,pro\n';
  expect(rows(csv(body))).toEqual(expected);
  expect(rows(csv(body.replaceAll('\n', '\r\n')))).toEqual(expected);
  expect(rows(json({ instances: [{ plan: 'a "b", c', age: 42 }, { plan: 'pro' }] }))).toEqual(expected);
  expect(
    rows(
      json({
        instances: [
          [42, 'a "b", c'],
          [null, 'pro'],
        ],
      }),
    ),
  ).toEqual(expected);
  const base64 = { data: Buffer.from(body).toString('base64'), encoding: 'BASE64' };
  expect(rows(line({ observedContentType: 'Text/CSV; charset=utf-8', ...base64 }))).toEqual(expected);
});

test('a record keeps its times, ids and answer', () => {
  const output = { observedContentType: 'text/csv', data: 'yes,0.9\n', encoding: 'CSV' };
  const text = line({ data: '1,a', encoding: 'CSV' }, { output, meta: { inferenceId: 'i1' } });
  expect(parseCaptureLine(text, COLUMNS)).toEqual({
    record: { ...META, inferenceId: 'i1', rows: [['1', 'a']], output: { contentType: 'text/csv', data: 'yes,0.9\n' } },
  });
});

describe('a bad line is skipped with its reason', () => {
  test.each([
    ['{"captureData', 'not-json'],
    ['[]', 'not-a-capture'],
    ['{"captureData":{},"eventMetadata":{"eventId":"e","inferenceTime":"yesterday"}}', 'not-a-capture'],
    [line(undefined), 'no-input'],
    [line({ observedContentType: 'text/csv', data: '%%%', encoding: 'BASE64' }), 'bad-base64'],
    [line({ observedContentType: 'text/csv', data: '/w==', encoding: 'BASE64' }), 'bad-base64'],
    [line({ observedContentType: 'image/png', data: 'AAAA', encoding: 'BASE64' }), 'bad-content-type'],
    [csv('1,"a'), 'bad-csv'],
    [csv('1,"a"b'), 'bad-csv'],
    [csv('1'), 'wrong-cell-count'],
    [csv('1,a\n\n2,b'), 'wrong-cell-count'],
    [json({ instances: [[1]] }), 'wrong-cell-count'],
    [json({ instances: [{ age: 1, plan: 'a', extra: 2 }] }), 'unknown-column'],
    [json({ rows: [] }), 'bad-body'],
    [json({ instances: [{ age: { nested: 1 } }] }), 'bad-body'],
    [line({ data: 'not json', encoding: 'JSON' }), 'bad-body'],
    [line({ data: '{"instances":[{"__proto__":{"age":1}}]}', encoding: 'JSON' }), 'unknown-column'],
  ])('%s', (text, reason) => {
    // zod leaves `__proto__` out of records: the row has no other name then, which is a row of missing cells.
    if (text.includes('__proto__')) expect([[['', '']], reason]).toContainEqual(rows(text));
    else expect(rows(text)).toBe(reason);
  });
});

/** The window all records of these tests lie in. */
const ALL = { from: Date.parse('2026-01-01'), to: Date.parse('2027-01-01') };

async function readFile(
  bytes: Uint8Array,
  sizes: readonly number[] = [1 << 16],
  window = ALL,
  events?: ReturnType<typeof eventIds>,
  withAnswers = false,
) {
  const tally: CaptureTally = { requests: 0, skipped: {} };
  const rows: string[] = [];
  const answers: string[] = [];
  const taking = { wants: () => true, read: (answer: object) => answers.push(JSON.stringify(answer)) };
  for await (const batch of captureReader(COLUMNS, window, events, withAnswers ? taking : undefined).read(
    pieces(bytes, sizes),
    tally,
  ))
    for (const { line, cells } of rowTexts(batch)) rows.push(`${line}:${JSON.stringify(cells)}`);
  return {
    ...tally,
    rows: rows.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    ...(withAnswers ? { answers } : {}),
  };
}

test('a file is read line by line, however it arrives; the rest survives a bad line', async () => {
  const good = csv('1,é');
  const bytes = Buffer.concat([bytesOf(`${good}\n\n{bad\r\n`), new Uint8Array([0xff, 0x0a]), bytesOf(good)]);
  for (const sizes of [[1], [7], [10_000]])
    expect(await readFile(bytes, sizes)).toEqual({
      requests: 2,
      skipped: { 'not-json': 1, 'not-utf8': 1 },
      rows: ['1:["1","é"]', '5:["1","é"]'],
    });
});

test('a file that ends within a record is told as cut off; one that ends with a bad line and its end is not', async () => {
  const whole = csv('1,é');
  for (const [text, reason] of [
    [`${whole}\n${whole.slice(0, 40)}`, 'cut-off'],
    [`${whole}\n${whole.slice(0, 40)}\n`, 'not-json'],
    [`${whole}\n[]`, 'not-a-capture'],
  ] as const)
    expect(await readFile(bytesOf(text))).toMatchObject({ requests: 1, skipped: { [reason]: 1 } });
  const withinLetter = bytesOf(`${whole}\n${whole}`).subarray(
    0,
    -bytesOf(whole).length + bytesOf(whole).indexOf(0xc3) + 1,
  );
  expect(await readFile(withinLetter)).toMatchObject({ requests: 1, skipped: { 'cut-off': 1 } });
  expect(await readFile(new Uint8Array())).toEqual({ requests: 0, skipped: {}, rows: [] });
});

test('a line of 64 MiB is left out, and what follows is read', async () => {
  const good = bytesOf(`${csv('1,a')}\n`);
  const bytes = Buffer.concat([good, Buffer.alloc(65 * 1024 * 1024, 'x'), bytesOf('\n'), good]);
  expect(await readFile(bytes, [1 << 20])).toEqual({
    requests: 2,
    skipped: { 'too-long': 1 },
    rows: ['1:["1","a"]', '3:["1","a"]'],
  });
});

test('a record of more rows than there was room for', async () => {
  const numbers = Array.from({ length: 5_000 }, (_, row) => row);
  const bytes = bytesOf([csv('0,a'), csv(numbers.map((row) => `${row},"b ""${row}"""`).join('\n'))].join('\n'));
  expect(await readFile(bytes, [bytes.length])).toEqual({
    requests: 2,
    skipped: {},
    rows: ['1:["0","a"]', ...numbers.map((row) => `2:["${row}","b \\"${row}\\""]`)],
  });
});

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', '1', '-2.50', 'basic', '"a, b"', '"say ""hi"""', '""', 'é', 'a b') },
  fc.constantFrom('"', 'x"y', '"a"b', '"open', 'a\\b', '"a\\b"', '\t', '"two\nlines"', '\u2028', '\u0001', '"""'),
);
const body = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.tuple(cell, cell) }, fc.array(cell, { maxLength: 3 })), {
      maxLength: 3,
    }),
    fc.constantFrom('\n', '\r\n', '\n\n', '\r'),
    fc.constantFrom('', '\n', '\r\n', '\r'),
  )
  .map(([rows, end, last]) => `${rows.map((cells) => cells.join(',')).join(end)}${last}`);
const time = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .date({ min: new Date('2026-02-01'), max: new Date('2026-03-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  fc.constantFrom('2026-02-28T23:59:59Z', '2026-02-29T00:00:00Z', '2028-02-29T00:00:00Z', '2026-13-01T00:00:00Z'),
  fc.constantFrom('2026-03-01T10:00:00+02:00', '2026-03-01T24:00:00Z', '2026-03-01T10:00:00.1234Z', 'noon', ''),
);
const event = fc.constantFrom('e1', 'e2', 'e3', 'e"', 'e\\', '\\"', 'é', 'é\u0007', '');
const record = fc
  .tuple(
    body,
    time,
    fc.constantFrom('0.5', '0.5\n', 'yes "x"', 'é\\', '\u0007'),
    fc.constantFrom('', 'i-1', 'é"'),
    event,
  )
  .map(([data, inferenceTime, answer, inferenceId, eventId]) =>
    line(
      { observedContentType: 'text/csv', data, encoding: 'CSV' },
      {
        output: { observedContentType: 'text/csv', data: answer, encoding: 'CSV' },
        meta: { inferenceTime, eventId, ...(inferenceId ? { inferenceId } : {}) },
      },
    ),
  );
/** Other forms of the same: blanks, an order of its own, a name twice, another encoding, a byte that is not right. */
const other = fc.oneof(
  record.map((text) => JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', ' ')),
  record.map((text) => text.replace('"eventMetadata"', '"eventMetadata":{},"eventMetadata"')),
  record.map((text) => text.replace('"eventVersion":"0"', '"eventVersion":"0","eventMetadata":{"eventId":"e"}')),
  record.map((text) => text.replace('"encoding":"CSV"', '"encoding":"JSON"')),
  record.map((text) => text.replace('"0"}', '"0"} ')),
  record.map((text) => text.replace(/^\{(.*),("eventMetadata":\{[^}]*\})/, '{$2,$1')),
  record.map((text) => text.replace(/"endpointOutput":\{.*?\},"e/, '"e')),
  record.map((text) => text.replace(/("endpointInput":.*),("endpointOutput":\{[^}]*\})/, '$2,$1')),
  record.map((text) => text.replace(/("endpointOutput":.*?"encoding":)"CSV"/, '$1"BASE64"')),
  record.map((text) => text.replace(/"eventId":"e(\d)"/, '"eventId":"\\u0065$1"')),
  fc.tuple(record, fc.nat(), fc.constantFrom('"', '\\', ',', '{', ' ', 'x', '0')).map(([text, place, char]) => {
    const at = place % text.length;
    return `${text.slice(0, at)}${char}${text.slice(at + 1)}`.toWellFormed();
  }),
  fc.constantFrom('', 'null', '{}'),
);

test('records are read from bytes as by way of texts', async () => {
  const window = { from: Date.parse('2026-02-10'), to: Date.parse('2026-03-20') };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: record }, other), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.boolean(),
      async (lines, end, sizes, once, withAnswers) => {
        const answers: string[] = [];
        const expected: Awaited<ReturnType<typeof readFile>> = {
          ...{ requests: 0, skipped: {}, rows: [] },
          ...(withAnswers ? { answers } : {}),
        };
        const skip = (reason: CaptureSkip): void => {
          expected.skipped[reason] = (expected.skipped[reason] ?? 0) + 1;
        };
        const met = new Set<string>();
        for (const [index, text] of lines.entries()) {
          if (text === '') continue;
          const found = parseCaptureLine(text, COLUMNS);
          const isLast = index === lines.length - 1;
          if ('skipped' in found) skip(isLast && found.skipped === 'not-json' ? 'cut-off' : found.skipped);
          else {
            const at = Date.parse(found.record.inferenceTime);
            if (at < window.from || at >= window.to) continue;
            if (once && met.has(found.record.eventId)) {
              skip('repeated');
              continue;
            }
            met.add(found.record.eventId);
            expected.requests += 1;
            if (found.record.output) answers.push(JSON.stringify(found.record.output));
            for (const cells of found.record.rows) expected.rows.push(`${index + 1}:${JSON.stringify(cells)}`);
          }
        }
        const events = once ? eventIds() : undefined;
        expect(await readFile(bytesOf(lines.join(end)), sizes, window, events, withAnswers)).toEqual(expected);
      },
    ),
    { numRuns: runs(150) },
  );
});
