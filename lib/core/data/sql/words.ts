/** Names and values in SQL text, as Trino and Athena read them. */

/** Quoted, so that any name is one; Athena folds quoted names too. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const texts = (values: readonly string[]): string => values.map(text).join(', ');

/** With an exponent always: a literal without one is a decimal, which is cast to double with a loss. */
export const double = (value: number): string => value.toExponential().replace('e', 'E').replace('E+', 'E');

/** An array may be written with 254 values at most. */
const MOST_VALUES = 250;

export function doubles(values: readonly number[]): string {
  const arrays: string[] = [];
  for (let at = 0; at === 0 || at < values.length; at += MOST_VALUES)
    arrays.push(
      `ARRAY[${values
        .slice(at, at + MOST_VALUES)
        .map(double)
        .join(', ')}]`,
    );
  return arrays.join(' || ');
}

/** What JavaScript takes for white space: `trim` alone leaves no-break spaces and the byte order mark, and takes U+001C to U+001F. */
const SPACES = [
  ...[0x9, 0xa, 0xb, 0xc, 0xd, 0x20, 0xa0, 0x1680],
  ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff],
];
const SPACE = `U&'${SPACES.map((code) => `\\${code.toString(16).padStart(4, '0')}`).join('')}'`;

/** Without white space around. @param cell an expression */
export const trimmed = (cell: string): string => `trim(BOTH ${SPACE} FROM ${cell})`;
