/** Loads `count` things, a few at once, and hands them on in their order. */
export async function* inOrder<T>(count: number, load: (index: number) => Promise<T>, ahead = 8): AsyncGenerator<T> {
  const loading: Promise<T>[] = [];
  for (let next = 0, at = 0; at < count; at++) {
    while (next < count && next < at + ahead) {
      const one = load(next++);
      // Whoever waits for it gets the error; while nobody does, it must not end the process.
      one.catch(() => {});
      loading.push(one);
    }
    yield (await loading.shift()) as T;
  }
}
