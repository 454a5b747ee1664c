/**
 * Maps with at most `width` calls at a time and yields the results in the order of the source. A failure is thrown at
 * its place in the order, after the calls that are under way have ended.
 */
export async function* mapInOrder<T, R>(
  source: AsyncIterable<T>,
  width: number,
  call: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  const window: Promise<R>[] = [];
  try {
    for await (const value of source) {
      const result = call(value);
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => {});
      window.push(result);
      if (window.length >= width) {
        const first = window.shift();
        if (first) yield await first;
      }
    }
    for (let first = window.shift(); first; first = window.shift()) yield await first;
  } finally {
    await Promise.allSettled(window);
  }
}
