/** What can be wrong with the files of captured traffic: each record counts once, or is told by its reason. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { rowTexts } from '../../../lib/core/data/cell-text.ts';
import { readTraffic, type TrafficCount } from '../../../lib/core/usecases/capture/captured-traffic.ts';
import { runs } from '../../_properties.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const BEGIN = Date.parse('2026-03-02T00:00:00Z');
const ENCODINGS = ['csv', 'json', 'base64'] as const;

interface Captured {
  /** Milliseconds after `BEGIN`. */
  time: number;
  event: string;
  encoding?: (typeof ENCODINGS)[number];
  /** The cell of its one row. */
  cell?: string;
}

function line({ time, event, encoding = 'csv', cell = event }: Captured): string {
  const input = {
    csv: { observedContentType: 'text/csv', data: `${cell}\n`, encoding: 'CSV' },
    json: { observedContentType: 'application/json', data: JSON.stringify({ instances: [[cell]] }), encoding: 'JSON' },
    base64: { observedContentType: 'text/csv', data: Buffer.from(`${cell}\n`).toString('base64'), encoding: 'BASE64' },
  }[encoding];
  return JSON.stringify({
    captureData: { endpointInput: { mode: 'INPUT', ...input } },
    eventMetadata: { eventId: event, inferenceTime: new Date(BEGIN + time).toISOString() },
    eventVersion: '0',
  });
}

/** A bucket of captures, and what a window of it comes to. */
function captures() {
  const objects = memoryObjects({ chunkBytes: 97 });
  let made = 0;
  const calls = { list: 0, stream: 0 };
  const counting = {
    ...objects,
    list: (...given: Parameters<typeof objects.list>) => {
      calls.list += 1;
      return objects.list(...given);
    },
    stream: (...given: Parameters<typeof objects.stream>) => {
      calls.stream += 1;
      return objects.stream(...given);
    },
  };
  return {
    calls,
    /** @param time of its name, milliseconds after `BEGIN` */
    async file(time: number, text: string, configuration = 'c1'): Promise<void> {
      const [, hour, rest] =
        /^(.{13}):(.*)Z$/.exec(new Date(BEGIN + time).toISOString().replaceAll('-', '/').replace('T', '/')) ?? [];
      const name = `${rest?.replace(/[:.]/g, '-')}-${String(made++).padStart(5, '0')}.jsonl`;
      const folder = `churn/production/${configuration}/endpoint/primary/${hour}`;
      await objects.put({ bucket: 'capture', key: `${folder}/${name}` }, text);
    },
    /** @param from milliseconds after `BEGIN` */
    async read(from: number, hours = 1, configuration = 'c1'): Promise<TrafficCount & { cells: string[] }> {
      const window = {
        from: new Date(BEGIN + from).toISOString(),
        to: new Date(BEGIN + from + hours * HOUR).toISOString(),
      };
      const place = { bucket: 'capture', model: 'churn', stage: 'production', endpoint: 'endpoint', configuration };
      const cells: string[] = [];
      const count = await readTraffic(counting, { ...place, window, columns: ['x'] }, (batch) => {
        for (const row of rowTexts(batch)) cells.push(row.cells[0] ?? '');
      });
      return { ...count, cells };
    },
  };
}

describe('of a window', () => {
  test('the same file under another name counts once, and so does a record in two files', async () => {
    const bucket = captures();
    const file = [1, 2, 3].map((i) => `${line({ time: i * MINUTE, event: `e${i}` })}\n`).join('');
    await bucket.file(MINUTE, file);
    await bucket.file(MINUTE, file);
    await bucket.file(30 * MINUTE, `${line({ time: 2 * MINUTE, event: 'e2', encoding: 'json' })}\n`);
    const { cells, ...count } = await bucket.read(0);
    expect(count).toEqual({ requests: 3, skipped: { repeated: 4 } });
    expect(cells.toSorted()).toEqual(['e1', 'e2', 'e3']);
  });

  test('files and records out of order are the same window', async () => {
    const bucket = captures();
    for (const minute of [50, 3, 20])
      await bucket.file(
        minute * MINUTE,
        [4, 0, 2].map((i) => `${line({ time: minute * MINUTE + i, event: `e${minute}-${i}` })}\n`).join(''),
      );
    const { requests, skipped, cells } = await bucket.read(0);
    expect({ requests, skipped }).toEqual({ requests: 9, skipped: {} });
    expect(new Set(cells).size).toBe(9);
  });

  test('what is written of a file is read: its last record is cut off, or there is none', async () => {
    const bucket = captures();
    const [first, second] = [1, 2].map((i) => line({ time: i, event: `e${i}` }));
    await bucket.file(1, `${first}\n${second?.slice(0, 60)}`);
    await bucket.file(2, '');
    await bucket.file(3, '\n\n');
    expect(await bucket.read(0)).toEqual({ requests: 2, skipped: { 'cut-off': 1 }, cells: ['e1'] });
    // Whole at the next reading, and once more: nothing is counted twice.
    await bucket.file(1, `${first}\n${second}\n`);
    expect(await bucket.read(0)).toMatchObject({ requests: 3, skipped: { 'cut-off': 1, repeated: 1 } });
  });

  test('every encoding of a request is read, in one file as in several', async () => {
    const bucket = captures();
    const all = ENCODINGS.map((encoding, i) => line({ time: i, event: `e${i}`, encoding }));
    await bucket.file(0, `${all.join('\n')}\n`);
    for (const [i, encoding] of ENCODINGS.entries())
      await bucket.file(MINUTE, `${line({ time: MINUTE, event: `f${i}`, encoding })}\n`);
    expect((await bucket.read(0)).cells.toSorted()).toEqual(['e0', 'e1', 'e2', 'f0', 'f1', 'f2']);
  });

  test('of two configurations each counts its own', async () => {
    const bucket = captures();
    await bucket.file(MINUTE, `${line({ time: MINUTE, event: 'old' })}\n`, 'c1');
    await bucket.file(MINUTE, `${line({ time: MINUTE, event: 'new' })}\n`, 'c10');
    expect((await bucket.read(0, 1, 'c1')).cells).toEqual(['old']);
    expect((await bucket.read(0, 1, 'c10')).cells).toEqual(['new']);
  });

  test.each([
    ['hours before its file', -5 * HOUR],
    ['in the future', 3 * HOUR],
    ['in another year', 400 * 24 * HOUR],
  ])('a record whose time is %s is told where its file lies, and nowhere else', async (_, off) => {
    const bucket = captures();
    await bucket.file(
      30 * MINUTE,
      `${line({ time: 30 * MINUTE, event: 'e1' })}\n${line({ time: off, event: 'e2' })}\n`,
    );
    expect(await bucket.read(0)).toEqual({ requests: 2, skipped: { 'clock-skew': 1 }, cells: ['e1'] });
    expect(await bucket.read(Math.floor(off / HOUR) * HOUR)).toEqual({ requests: 0, skipped: {}, cells: [] });
  });

  test('a record just over the border counts in the window of its time', async () => {
    const bucket = captures();
    await bucket.file(
      HOUR - 10_000,
      [-5_000, 5_000].map((off) => `${line({ time: HOUR + off, event: `e${off}` })}\n`).join(''),
    );
    expect(await bucket.read(0)).toEqual({ requests: 1, skipped: {}, cells: ['e-5000'] });
    expect(await bucket.read(HOUR)).toEqual({ requests: 1, skipped: {}, cells: ['e5000'] });
  });

  test('files are listed once and read once each', async () => {
    const bucket = captures();
    for (let i = 0; i < 200; i++) await bucket.file(i * 15_000, `${line({ time: i * 15_000, event: `e${i}` })}\n`);
    await bucket.file(3 * HOUR, `${line({ time: 3 * HOUR, event: 'later' })}\n`);
    const { requests, cells } = await bucket.read(0);
    expect(requests).toBe(200);
    expect(cells).toEqual(Array.from({ length: 200 }, (_, i) => `e${i}`));
    expect(bucket.calls).toEqual({ list: 1, stream: 200 });
  });
});

/** Whatever lies in the bucket: files of any time with records of any time, once or again, whole or not. */
const captured = fc.record({
  time: fc.integer({ min: -3 * HOUR, max: 9 * HOUR }),
  event: fc.integer({ min: 0, max: 30 }),
  encoding: fc.constantFrom(...ENCODINGS),
});
const anyFile = fc.record({
  time: fc.oneof(
    fc.integer({ min: 0, max: 6 * HOUR }),
    fc.constantFrom(0, HOUR - 1, HOUR, HOUR - 5 * MINUTE, HOUR + 5 * MINUTE),
  ),
  near: fc.array(fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE }), { maxLength: 6 }),
  far: fc.array(captured, { maxLength: 4 }),
  copies: fc.integer({ min: 1, max: 2 }),
  bad: fc.constantFrom('', 'not json\n', '{"captureData', '\n'),
});

test('with windows end to end every line counts in one of them, and every event once at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFile, { maxLength: 6 }), fc.constantFrom(1, 2, 3, 6), async (files, hours) => {
      const bucket = captures();
      let lines = 0;
      const events = new Set<string>();
      for (const [index, { time, near, far, copies, bad }] of files.entries()) {
        const records = [
          ...near.map((off, i) => ({ time: time + off, event: `near${index}-${i}` })),
          // An event has one time.
          ...far.map((record) => ({ ...record, event: `far${record.event}-${record.time}` })),
        ];
        for (const { event } of records) events.add(event);
        for (let copy = 0; copy < copies; copy++) {
          await bucket.file(time, `${records.map((record) => `${line(record)}\n`).join('')}${bad}`);
          lines += records.length + (bad.trim() === '' ? 0 : 1);
        }
      }
      const cells: string[] = [];
      let told = 0;
      for (let from = -6 * HOUR; from < 12 * HOUR; from += hours * HOUR) {
        const count = await bucket.read(from, hours);
        cells.push(...count.cells);
        told += Object.values(count.skipped).reduce((sum, each) => sum + each, 0);
        const { repeated = 0, ...others } = count.skipped;
        expect(count.requests).toBe(count.cells.length + Object.values(others).reduce((sum, each) => sum + each, 0));
      }
      expect(new Set(cells).size).toBe(cells.length);
      for (const cell of cells) expect(events.has(cell)).toBe(true);
      expect(cells.length + told).toBe(lines);
    }),
    { numRuns: runs(60) },
  );
});
