/** The demo checks outcomes. One that is not as it should be ends it, with what was expected and what was seen. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

/** @throws DemoFailure unless `holds` */
export function expectThat(what: string, holds: boolean, expected: unknown, seen: unknown): void {
  if (holds) return;
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  throw new DemoFailure(`${what}\n  expected: ${text(expected)}\n  seen:     ${text(seen)}`);
}

export const expectEqual = <T extends string | number | boolean | undefined>(
  what: string,
  expected: T,
  seen: T,
): void => expectThat(what, expected === seen, expected, seen);
