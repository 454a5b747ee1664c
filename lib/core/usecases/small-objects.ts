/** Many small objects as text, in their order, some of them at once: one after the other a request's seconds would be spent waiting. */
import type { Objects } from '../ports/objects.ts';

const AT_ONCE = 32;
const MOST_BYTES_AT_ONCE = 16 * 1024 * 1024;

export interface SmallObject {
  key: string;
  size: number;
}

export async function* textsOf<O extends SmallObject>(
  objects: Objects,
  bucket: string,
  files: readonly O[],
): AsyncGenerator<{ file: O; text: string }> {
  for (const group of groupsOf(files)) {
    const texts = await Promise.all(group.map(({ key }) => objects.text({ bucket, key })));
    for (const [index, file] of group.entries()) yield { file, text: texts[index] ?? '' };
  }
}

function* groupsOf<O extends SmallObject>(files: readonly O[]): Generator<O[]> {
  let group: O[] = [];
  let bytes = 0;
  for (const file of files) {
    if (group.length === AT_ONCE || (group.length > 0 && bytes + file.size > MOST_BYTES_AT_ONCE)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(file);
    bytes += file.size;
  }
  if (group.length > 0) yield group;
}
