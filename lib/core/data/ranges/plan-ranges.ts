/** Cuts a file into ranges of bytes, wherever that falls. */
import type { ByteRange } from '../../ports/objects.ts';

/** As few ranges of at most `most` bytes as it takes to cover `[from, to)`, of nearly equal size. */
export function planRanges({ from, to }: ByteRange, most: number): ByteRange[] {
  const count = Math.ceil((to - from) / most);
  const border = (index: number): number => from + Math.floor(((to - from) * index) / count);
  return Array.from({ length: count }, (_, index) => ({ from: border(index), to: border(index + 1) }));
}
