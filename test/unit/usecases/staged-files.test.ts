/** Files that are written together become visible together, or leave nothing behind, wherever they fail. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type MemoryObjects, memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { writeTogether } from '../../../lib/core/usecases/staged-files.ts';

const FILES = ['rows', 'rest', 'schema'] as const;
const addressOf = (file: string) => ({ bucket: 'b', key: `${file}.csv` });

let objects: MemoryObjects;
beforeEach(() => {
  objects = memoryObjects();
});

describe('files that are written together', () => {
  test('hold what was written, of pieces whose memory is used again', async () => {
    const memory = Buffer.alloc(4);
    const answer = await writeTogether(objects, FILES, addressOf, async (files) => {
      for (const text of ['one\n', 'two\n']) {
        memory.write(text);
        await files.write('rows', memory);
      }
      await files.write('schema', 'é');
      return 7;
    });
    expect(answer).toBe(7);
    expect(objects.dump('b')).toEqual({ 'rest.csv': '', 'rows.csv': 'one\ntwo\n', 'schema.csv': 'é' });
    expect(objects.openWrites).toBe(0);
  });

  test.each(FILES)('are none when %s cannot be begun', async (failing) => {
    const stage: typeof objects.stage = (address) =>
      address.key === `${failing}.csv` ? Promise.reject(new Error('the store is down')) : objects.stage(address);
    const written = writeTogether({ ...objects, stage }, FILES, addressOf, async () => 1);
    await expect(written).rejects.toThrow('the store is down');
    expect(objects.openWrites).toBe(0);
    expect(objects.dump('b')).toEqual({});
  });

  test('are none when what writes them fails, and an abort that fails as well does not hide why', async () => {
    const stage: typeof objects.stage = async (address) => {
      const staged = await objects.stage(address);
      return address.key === 'rest.csv' ? { ...staged, abort: () => Promise.reject(new Error('still down')) } : staged;
    };
    const written = writeTogether({ ...objects, stage }, FILES, addressOf, () => Promise.reject(new Error('bad row')));
    const error: unknown = await written.catch((thrown: unknown) => thrown);
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: bad row', 'Error: still down']);
    expect(objects.openWrites).toBe(1);
    expect(objects.dump('b')).toEqual({});
  });
});
