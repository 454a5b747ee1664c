/** Units of a proof over numbered files: so many files each, named by the first and the last. */

/** @param size files in all @param each files a unit */
export const fileUnits = (size: number, each: number): string[] =>
  Array.from(
    { length: Math.ceil(size / each) },
    (_, i) => `files ${i * each} to ${Math.min(size, (i + 1) * each) - 1}`,
  );

/** The first and the last file of a unit. */
export function filesOf(unit: string): { from: number; to: number } {
  const [, from, to] = /^files (\d+) to (\d+)$/.exec(unit) ?? [];
  if (from === undefined) throw new Error(`there is no unit ${unit}`);
  return { from: Number(from), to: Number(to) };
}
