/** Makes a value at its first use and keeps it: a function's dependencies are made once for all its invocations. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
