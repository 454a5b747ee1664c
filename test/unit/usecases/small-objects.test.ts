import { expect, it } from 'vitest';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { textsOf } from '../../../lib/core/usecases/small-objects.ts';

it('objects come as text in their order, at most 32 and 16 MB of them at once', async () => {
  const objects = memoryObjects();
  const sizes = [...Array.from({ length: 70 }, () => 1), 20_000_000, 9_000_000, 9_000_000];
  const files = sizes.map((size, i) => ({ key: `k${i}`, size }));
  for (const { key } of files) await objects.put({ bucket: 'b', key }, key);
  let open = 0;
  let most = 0;
  const counting = {
    ...objects,
    text: async (address: { bucket: string; key: string }) => {
      open += 1;
      most = Math.max(most, open);
      const text = await objects.text(address);
      open -= 1;
      return text;
    },
  };
  const found: string[] = [];
  const atOnce: number[] = [];
  for await (const { file, text } of textsOf(counting, 'b', files)) {
    expect(text).toBe(file.key);
    found.push(text);
    atOnce.push(most);
    most = 0;
  }
  expect(found).toEqual(files.map(({ key }) => key));
  expect(atOnce.filter((many) => many > 0)).toEqual([32, 32, 6, 1, 1, 1]);
});
