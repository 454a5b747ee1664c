/** Sending a file in parts: whatever ends it, the next try sends what is lacking, and the object is the file. */
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type MemoryParts, memoryParts } from '../../../lib/adapters/memory/parts.ts';
import { type PartsPorts, partBytesOf, resumable, sendParts } from '../../../lib/cli/upload/parts.ts';
import { type UploadRecord, uploadRecords } from '../../../lib/cli/upload/record.ts';
import { runs } from '../../_properties.ts';

const PART = 1000;
let folder: string;
let file: string;
let store: MemoryParts;
let ports: PartsPorts;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-parts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  file = path.join(folder, 'data.csv');
  store = memoryParts();
  ports = { parts: store, records: uploadRecords(folder, ['local', 'churn', file]) };
});

function content(bytes: number, seed = 1): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255));
}
const state = () => ({ bytes: statSync(file).size, modified: statSync(file).mtimeMs });

async function fresh(): Promise<UploadRecord> {
  const address = await store.begin({ bucket: 'data', key: 'k' });
  return { v: 1, model: 'churn', upload: 'U1', address, file: state(), partBytes: PART, parts: [] };
}
const earlier = (code?: string) => resumable(ports, { file, state: state(), code });

class Killed extends Error {}
/** The store's answers end after so many parts, as those of a process that was killed. */
function killedAfter(parts: number): PartsPorts {
  let left = parts;
  return {
    ...ports,
    parts: {
      ...store,
      send: async (...sent) => {
        if (left <= 0) throw new Killed();
        left -= 1;
        return store.send(...sent);
      },
    },
  };
}

it('goes on after a kill, wherever it was, and sends no part again that was noted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12_345 }),
      fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
      async (bytes, kills) => {
        store = memoryParts();
        ports = { ...ports, parts: store };
        ports.records.remove();
        writeFileSync(file, content(bytes));
        let record = await fresh();
        let again = 0;
        for (const kill of kills) {
          await sendParts(killedAfter(kill), file, record).then(
            () => expect(kill).toBeGreaterThan(0),
            (error: unknown) => expect(error).toBeInstanceOf(Killed),
          );
          const found = await earlier();
          if (!found) break;
          again += 1;
          record = found;
        }
        if (!store.objects.has('k')) await sendParts(ports, file, record);
        expect(store.objects.get('k')?.equals(content(bytes))).toBe(true);
        expect(store.bytesSent).toBe(bytes);
        expect(store.open).toBe(0);
        expect(ports.records.read()).toBeUndefined();
        return again >= 0;
      },
    ),
    { numRuns: runs(40) },
  );
});

it('sends a part again whose answer was lost, and only that one', async () => {
  writeFileSync(file, content(5 * PART));
  const record = await fresh();
  let parts = 0;
  const lossy: PartsPorts = {
    ...ports,
    parts: {
      ...store,
      send: async (...sent) => {
        const etag = await store.send(...sent);
        parts += 1;
        if (parts === 2) throw new Killed();
        return etag;
      },
    },
  };
  await expect(sendParts(lossy, file, record)).rejects.toBeInstanceOf(Killed);
  const found = await earlier();
  if (!found) throw new Error('nothing to go on from');
  const progress: number[] = [];
  await sendParts(ports, file, found, (stored) => progress.push(stored));
  expect(store.bytesSent).toBe(6 * PART);
  expect(store.objects.get('k')?.equals(content(5 * PART))).toBe(true);
  expect(progress.at(-1)).toBe(5 * PART);
});

describe('begins anew', () => {
  async function interrupted(): Promise<void> {
    writeFileSync(file, content(4 * PART));
    await expect(sendParts(killedAfter(2), file, await fresh())).rejects.toBeInstanceOf(Killed);
  }

  it('when the file has another size, time or content, and leaves nothing of the earlier try', async () => {
    for (const change of ['size', 'time', 'content'] as const) {
      await interrupted();
      const { mtime } = statSync(file);
      if (change === 'size') writeFileSync(file, content(5 * PART));
      else if (change === 'content') writeFileSync(file, content(4 * PART, 2));
      if (change === 'time') utimesSync(file, mtime, new Date(mtime.getTime() + 5000));
      else utimesSync(file, mtime, mtime);
      expect(await earlier()).toBeUndefined();
      expect(store.open).toBe(0);
      expect(ports.records.read()).toBeUndefined();
    }
  });

  it('when the code that goes with it is another', async () => {
    await interrupted();
    expect(await earlier('ab')).toBeUndefined();
  });

  it('when the store knows the upload no more, or the record is damaged', async () => {
    await interrupted();
    const record = ports.records.read();
    if (record) await store.abort(record.address);
    expect(await earlier()).toBeUndefined();
    await interrupted();
    ports.records.write({ ...(record as UploadRecord), v: 2 as never });
    expect(await earlier()).toBeUndefined();
  });
});

it('does not complete a file that was changed while it was sent', async () => {
  writeFileSync(file, content(3 * PART));
  const record = await fresh();
  const changing: PartsPorts = {
    ...ports,
    parts: {
      ...store,
      send: async (upload, number, part) => {
        writeFileSync(file, content(3 * PART, 9));
        utimesSync(file, new Date(), new Date(Date.now() + 60_000));
        return store.send(upload, number, part);
      },
    },
  };
  await expect(sendParts(changing, file, record)).rejects.toMatchObject({ name: 'FileChanged' });
  expect(store.objects.size).toBe(0);
  expect(store.open).toBe(0);
});

it('keeps within the number of parts that S3 takes', () => {
  expect(partBytesOf(1)).toBe(16 * 1024 * 1024);
  const terabyte = 1024 ** 4;
  expect(Math.ceil(terabyte / partBytesOf(terabyte))).toBeLessThanOrEqual(10_000);
});
