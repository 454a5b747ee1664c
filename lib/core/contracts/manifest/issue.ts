/** A fault of a manifest: what was found, where, and how to mend it. */

export const MANIFEST_CODES = [
  'manifest/syntax',
  'manifest/too-large',
  'manifest/unknown-key',
  'manifest/not-supported-yet',
  'manifest/missing',
  'manifest/wrong-type',
  'manifest/unknown-value',
  'manifest/out-of-range',
  'manifest/bad-name',
  'manifest/contradiction',
  'manifest/bad-gate',
  'manifest/bad-rule',
  'manifest/policy',
] as const;
export type ManifestCode = (typeof MANIFEST_CODES)[number];

export interface ManifestIssue {
  code: ManifestCode;
  path: (string | number)[];
  /** The same place as a JSON pointer in a URI fragment (RFC 6901): `#/training/instance`. */
  pointer: string;
  /** One clause, without a full stop. */
  message: string;
  /** What to do or to write instead. */
  mend: string;
  /** What was there, when it is a single value. */
  value?: string | number | boolean | null;
  /** Which characters of a text it is about, from 0. */
  within?: { start: number; end: number };
}

export const pointerOf = (path: readonly (string | number)[]): string =>
  `#${path.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

export function manifestIssue(
  code: ManifestCode,
  path: readonly PropertyKey[],
  message: string,
  mend: string,
  value?: unknown,
): ManifestIssue {
  const plain = path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const issue: ManifestIssue = { code, path: plain, pointer: pointerOf(plain), message, mend };
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    issue.value = value as string | number | boolean | null;
  return issue;
}
