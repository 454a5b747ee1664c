/** Objects that are named by the window they are of: `<prefix><from>_<to>.json`, or `<prefix><from>_<to>_<configuration>.json`. */
import type { Objects } from '../ports/objects.ts';
import type { Window } from './drift-windows.ts';
import type { SmallObject } from './small-objects.ts';

export interface WindowObject extends SmallObject, Window {
  /** Empty where the name holds none. */
  configuration: string;
}

/** Those of windows within [from, to), oldest first: names are by time. */
export async function* windowObjects(
  objects: Objects,
  bucket: string,
  prefix: string,
  { from, to }: Window,
): AsyncGenerator<WindowObject> {
  for await (const { key, size } of objects.list(bucket, prefix, { startAfter: `${prefix}${from}` })) {
    const name = key.slice(prefix.length, key.lastIndexOf('.'));
    const [begin = '', end = '', ...rest] = name.split('_');
    if (begin >= to) return;
    if (end <= to) yield { key, size, from: begin, to: end, configuration: rest.join('_') };
  }
}
