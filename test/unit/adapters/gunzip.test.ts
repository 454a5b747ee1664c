import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { BrokenArchive } from '../../../lib/core/ports/formats.ts';
import { bytesOf, pieces } from '../core/data/bytes.ts';

const TEXT = 'a,b\n1,2\n'.repeat(50_000);
const unpack = async (packed: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of formats.gunzip(packed)) parts.push(part);
  return Buffer.concat(parts).toString();
};

test('unpacks an archive in pieces of any size, and several one behind the other', async () => {
  const packed = gzipSync(TEXT);
  for (const sizes of [[1], [7, 1000], [1 << 20]]) expect(await unpack(pieces(packed, sizes))).toBe(TEXT);
  expect(await unpack(pieces(Buffer.concat([packed, gzipSync('end')]), [100]))).toBe(`${TEXT}end`);
});

test('an archive that ends too early is cut, another fault makes it broken', async () => {
  const packed = gzipSync(TEXT);
  await expect(unpack(pieces(packed.subarray(0, -20)))).rejects.toMatchObject({ name: 'BrokenArchive', cut: true });
  const changed = Uint8Array.from(packed);
  changed[changed.length - 6] = (changed[changed.length - 6] ?? 0) ^ 1;
  await expect(unpack(pieces(changed))).rejects.toMatchObject({ cut: false });
  await expect(unpack(pieces(bytesOf('\x1f\x8bno archive')))).rejects.toBeInstanceOf(BrokenArchive);
});

test('what the source throws comes through, and an early end lets go of it', async () => {
  async function* failing() {
    yield gzipSync(TEXT).subarray(0, 50);
    throw new Error('the store is down');
  }
  await expect(unpack(failing())).rejects.toThrow('the store is down');

  let ended = false;
  async function* endless() {
    try {
      for (;;) yield gzipSync(TEXT);
    } finally {
      ended = true;
    }
  }
  for await (const part of formats.gunzip(endless())) {
    expect(part.length).toBeGreaterThan(0);
    break;
  }
  expect(ended).toBe(true);
});
