/** The documents and the code name the same things. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MANIFEST_CODES } from '../../lib/core/contracts/manifest/issue.ts';
import { PROBLEMS } from '../../lib/core/contracts/problems.ts';
import { REFUSAL_CODES } from '../../lib/core/contracts/refusals.ts';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');

/** Codes of the tables below a heading of errors.md. */
function documented(heading: string): string[] {
  const section =
    read('lib/docs/errors.md')
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, code = '']) => code);
}

describe('lib/docs/errors.md', () => {
  it.each([
    ['Manifest', MANIFEST_CODES],
    ['Refused uploads', REFUSAL_CODES],
    ['API', Object.keys(PROBLEMS)],
  ] as const)('has an entry for each code of: %s', (heading, codes) => {
    expect(documented(heading).sort()).toEqual([...codes].sort());
  });

  it('gives the status of each API error', () => {
    for (const [code, { status }] of Object.entries(PROBLEMS))
      expect(read('lib/docs/errors.md')).toMatch(new RegExp(`\\| \`${code}\` \\| ${status} \\|`));
  });
});
