/** Without the keys that hold nothing, which is how it looks once stored. */
export const present = <T extends object>(facts: T): T =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;
