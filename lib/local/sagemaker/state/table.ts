/** Records by name. Names are unique without regard to case, because ARNs lower-case them. */
export interface Table<T> {
  get(name: string): T | undefined;
  has(name: string): boolean;
  set(name: string, record: T): void;
  delete(name: string): void;
  all(): readonly T[];
}

export function createTable<T>(): Table<T> {
  const rows = new Map<string, T>();
  return {
    get: (name) => rows.get(name.toLowerCase()),
    has: (name) => rows.has(name.toLowerCase()),
    set: (name, record) => void rows.set(name.toLowerCase(), record),
    delete: (name) => void rows.delete(name.toLowerCase()),
    all: () => [...rows.values()],
  };
}
