/** Names and values in SQL text, as Trino and Athena read them. */

/** Quoted, so that any name is one; Athena folds quoted names too. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const texts = (values: readonly string[]): string => values.map(text).join(', ');

/** With an exponent always: a literal without one is a decimal, which is cast to double with a loss. */
export const double = (value: number): string => value.toExponential().replace('e', 'E').replace('E+', 'E');

export const doubles = (values: readonly number[]): string => `ARRAY[${values.map(double).join(', ')}]`;
