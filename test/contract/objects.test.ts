import { beforeEach, expect, test } from 'vitest';
import { s3Client } from '../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../lib/adapters/aws/objects.ts';
import { memoryObjects } from '../../lib/adapters/memory/objects.ts';
import { ObjectNotFound, type Objects } from '../../lib/core/ports/objects.ts';
import { makeBucket, onEachAdapter } from './_emulator.ts';

const MB = 1024 * 1024;

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

onEachAdapter<{ objects: Objects; bucket: string }>(
  'objects',
  {
    memory: () => ({ objects: memoryObjects(), bucket: 'bucket' }),
    aws: async () => ({ objects: awsObjects({ client: s3Client() }), bucket: await makeBucket() }),
  },
  (make) => {
    let objects: Objects;
    let bucket: string;
    beforeEach(async () => {
      ({ objects, bucket } = await make());
    });

    test('gives back what was put, as text and as a stream', async () => {
      const address = { bucket, key: 'a b/ü+%.txt' };
      await objects.put(address, 'grüße\n');
      expect(await objects.text(address)).toBe('grüße\n');
      expect((await bytesOf(await objects.stream(address))).toString('utf8')).toBe('grüße\n');
      expect(await objects.head(address)).toMatchObject({ size: 8 });
    });

    test('is gone when it was removed, and removing it again does no harm', async () => {
      const address = { bucket, key: 'gone.txt' };
      await objects.put(address, 'one');
      await objects.remove(address);
      await objects.remove(address);
      await expect(objects.text(address)).rejects.toThrow(ObjectNotFound);
    });

    test('an older version stays readable', async () => {
      const address = { bucket, key: 'x' };
      await objects.put(address, 'one');
      const { versionId = '' } = await objects.head(address);
      await objects.put(address, 'two');
      expect(await objects.text({ ...address, versionId })).toBe('one');
      expect(await objects.text(address)).toBe('two');
    });

    test.each([
      [0, 3],
      [2, 5],
      [4, 4],
    ])('gives back bytes %i to %i, the last one not among them', async (from, to) => {
      const address = { bucket, key: 'x' };
      await objects.put(address, 'abcde');
      const { versionId = '' } = await objects.head(address);
      expect((await bytesOf(await objects.stream(address, { from, to }))).toString()).toBe('abcde'.slice(from, to));
      await objects.put(address, '12345');
      const older = { ...address, versionId };
      expect((await bytesOf(await objects.stream(older, { from, to }))).toString()).toBe('abcde'.slice(from, to));
    });

    test('a staged write takes in other objects, small and large, in their order', async () => {
      const parts = [MB, 11 * MB, 3 * MB, 10 * MB, 0].map((size, i) => Buffer.alloc(size, `${i}abcdefg`));
      for (const [i, part] of parts.entries()) await objects.put({ bucket, key: `parts/${i} ü` }, part);
      const address = { bucket, key: 'whole' };
      const staged = await objects.stage(address);
      await staged.write(Buffer.from('head'));
      for (const i of parts.keys()) await staged.append({ bucket, key: `parts/${i} ü` });
      await staged.write(Buffer.from('tail'));
      await expect(objects.head(address)).rejects.toBeInstanceOf(ObjectNotFound);
      await staged.complete();
      const whole = Buffer.concat([Buffer.from('head'), ...parts, Buffer.from('tail')]);
      expect((await bytesOf(await objects.stream(address))).equals(whole)).toBe(true);
    });

    test('what is taken in must be there', async () => {
      const staged = await objects.stage({ bucket, key: 'whole' });
      await expect(staged.append({ bucket, key: 'nothing' })).rejects.toBeInstanceOf(ObjectNotFound);
      await staged.abort();
    });

    test('what is not there is ObjectNotFound, by head, stream and text', async () => {
      const address = { bucket, key: 'nothing' };
      await expect(objects.head(address)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(objects.stream(address)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(objects.text(address)).rejects.toBeInstanceOf(ObjectNotFound);
    });

    test.each([
      ['nothing', 0],
      ['a few bytes', 10],
      ['two parts and a bit', 11 * MB + 10],
    ])('a staged write of %s shows only when it is completed', async (_what, size) => {
      const address = { bucket, key: 'staged' };
      const staged = await objects.stage(address);
      const content = Buffer.alloc(size, 'abcdefg');
      const memory = Buffer.alloc(3 * MB);
      for (let from = 0; from < size; from += memory.length) {
        const length = content.copy(memory, 0, from);
        await staged.write(memory.subarray(0, length));
        memory.fill(0);
      }
      await expect(objects.head(address)).rejects.toBeInstanceOf(ObjectNotFound);
      await staged.complete();
      expect((await bytesOf(await objects.stream(address))).equals(content)).toBe(true);
    });

    test('an aborted write leaves nothing', async () => {
      const address = { bucket, key: 'staged' };
      const staged = await objects.stage(address);
      await staged.write(Buffer.alloc(9 * MB));
      await staged.abort();
      await expect(objects.head(address)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(staged.write(Buffer.from('x'))).rejects.toThrow(/staged/);
    });

    test('lists below a prefix in byte order, after a key', async () => {
      for (const key of ['p/b', 'p/a', 'p/B', 'q/a']) await objects.put({ bucket, key }, key);
      const keys = async (startAfter?: string) => {
        const found: string[] = [];
        for await (const { key } of objects.list(bucket, 'p/', startAfter ? { startAfter } : {})) found.push(key);
        return found;
      };
      expect(await keys()).toEqual(['p/B', 'p/a', 'p/b']);
      expect(await keys('p/a')).toEqual(['p/b']);
    });

    test('lists an object as its head tells of it', async () => {
      await objects.put({ bucket, key: 'told/a' }, 'some text');
      const { size, etag, lastModified } = await objects.head({ bucket, key: 'told/a' });
      const found: unknown[] = [];
      for await (const { lastModified: at, ...one } of objects.list(bucket, 'told/'))
        found.push({ ...one, second: Math.floor(at.getTime() / 1000) });
      expect(found).toEqual([{ key: 'told/a', size, etag, second: Math.floor(lastModified.getTime() / 1000) }]);
    });
  },
);
