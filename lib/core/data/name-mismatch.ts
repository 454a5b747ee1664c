/** Names of columns that are not those that are expected: what is said of each, and the refusal. */
import type { Finding } from '../contracts/check.ts';
import { nearest } from '../contracts/manifest/nearest.ts';
import { nameSome } from './name-some.ts';
import { refuse } from './refused.ts';

/** @param names all of the file @param among those that may be the column, named otherwise */
export function missingColumn(name: string, names: readonly string[], among = names): Finding {
  const near = among.find((other) => other.toLowerCase() === name.toLowerCase()) ?? nearest(name, among);
  const alone = names.length === 1;
  return {
    column: name,
    rule: 'missing-column',
    expected: 'a column of this name',
    seen: alone ? 'a file of one column' : 'none',
    ...(near ? { cause: `renamed to ${near}?` } : alone ? { cause: 'another delimiter than , ; or tab?' } : {}),
    mend: near ? `rename ${near} to ${name}` : 'add it; leave cells empty where the value is not known',
  };
}

export const unknownColumn = (name: string, about: Pick<Finding, 'expected' | 'mend' | 'cause'>): Finding => ({
  column: name,
  rule: 'unknown-column',
  seen: 'a column that is not among them',
  ...about,
});

/** Nothing where both are empty. @throws UploadRefused `header-mismatch` */
export function refuseMismatch(missing: readonly Finding[], unknown: readonly Finding[]): void {
  const parts = Object.entries({ Missing: missing, Unknown: unknown })
    .filter(([, findings]) => findings.length > 0)
    .map(([word, findings]) => `${word}: ${nameSome(findings.map(({ column = '' }) => column))}`);
  if (parts.length > 0) refuse('header-mismatch', `${parts.join('. ')}.`, [...missing, ...unknown]);
}
