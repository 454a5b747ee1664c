import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { piecesOf, textsOf } from '../../../lib/core/usecases/small-objects.ts';
import { runs } from '../../_properties.ts';

const MB = 1024 * 1024;

/** Objects of these sizes, as the listing says, whose loading takes so many turns; and what is held of them at once. */
async function slowObjects(files: readonly { size: number; turns: number }[]) {
  const objects = memoryObjects();
  const listed = files.map(({ size }, i) => ({ key: `k${i}`, size }));
  for (const { key } of listed) await objects.put({ bucket: 'b', key }, key);
  const held = new Set<string>();
  const most = { objects: 0, bytes: 0, whole: 0 };
  const load = async (key: string): Promise<void> => {
    held.add(key);
    const sizes = listed.filter((file) => held.has(file.key)).map(({ size }) => size);
    most.objects = Math.max(most.objects, sizes.length);
    if (sizes.length > 1)
      most.bytes = Math.max(
        most.bytes,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    for (let turn = files[Number(key.slice(1))]?.turns ?? 0; turn > 0; turn--) await Promise.resolve();
  };
  const slow = {
    ...objects,
    text: async (address: { bucket: string; key: string }) => {
      await load(address.key);
      return objects.text(address);
    },
    stream: async (address: { bucket: string; key: string }) => {
      await load(address.key);
      return objects.stream(address);
    },
  };
  return { slow, listed, most, held };
}

const files = fc.array(fc.record({ size: fc.constantFrom(0, 1, 100_000, 3 * MB, 5 * MB, 30 * MB), turns: fc.nat(8) }), {
  maxLength: 80,
});

test('texts come in their order, however long each takes; 32 and 16 MB are held at once, or one', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (made) => {
      const { slow, listed, most, held } = await slowObjects(made);
      const found: string[] = [];
      for await (const { file, text } of textsOf(slow, 'b', listed)) {
        expect(text).toBe(file.key);
        found.push(text);
        held.delete(file.key);
      }
      expect(found).toEqual(listed.map(({ key }) => key));
      expect(most.objects).toBeLessThanOrEqual(32);
      expect(most.bytes).toBeLessThanOrEqual(16 * MB);
    }),
    { numRuns: runs(50) },
  );
});

test('bytes too; a large object is asked for when it is its turn', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (made) => {
      const { slow, listed, held } = await slowObjects(made);
      const found: string[] = [];
      for await (const { file, pieces } of piecesOf(slow, 'b', listed)) {
        const large = listed.filter(({ key, size }) => held.has(key) && size > 4 * MB);
        expect(large).toEqual(file.size > 4 * MB ? [file] : []);
        const parts: Uint8Array[] = [];
        for await (const piece of pieces) parts.push(piece);
        found.push(Buffer.concat(parts).toString());
        held.delete(file.key);
      }
      expect(found).toEqual(listed.map(({ key }) => key));
    }),
    { numRuns: runs(50) },
  );
});

test('several are under way at once, and an error of one reaches who waits for it', async () => {
  const { slow, listed, most } = await slowObjects(Array.from({ length: 40 }, () => ({ size: 10, turns: 50 })));
  for await (const { file } of textsOf(slow, 'b', listed)) if (file.key === 'k0') break;
  expect(most.objects).toBe(32);
  const gone = [...listed, { key: 'gone', size: 1 }];
  await expect(async () => {
    for await (const _ of textsOf(slow, 'b', gone));
  }).rejects.toThrow('gone');
});
