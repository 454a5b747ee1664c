/** Preconditions of a PUT, RFC 9110: what the author believes is there. */
import { Problem } from '../../lib/core/contracts/problems.ts';

const invalid = (header: string, wanted: string): Problem =>
  new Problem('invalid-request', `the header ${header} is not ${wanted}`, {
    mend: 'send the ETag of the last GET or PUT, as it was',
  });

/**
 * `If-Match`: a revision as a strong entity tag, `"3"` (the quotes may be missing), or `*`, any that exists.
 * `If-None-Match: *`: there is none yet.
 *
 * @param headers names in lower case
 * @returns the revision, 0 for none; undefined when anything may be there
 * @throws Problem invalid-request
 */
export function baseOf(headers: Readonly<Record<string, string>>): number | 'any' | undefined {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch !== undefined && ifNoneMatch !== undefined)
    throw new Problem('invalid-request', 'If-Match and If-None-Match exclude each other', { mend: 'send one of them' });
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') throw invalid('If-None-Match', '*, the one value that means something here');
    return 0;
  }
  if (ifMatch === undefined) return undefined;
  if (ifMatch.trim() === '*') return 'any';
  const revision = /^(?:"(\d{1,6})"|(\d{1,6}))$/.exec(ifMatch.trim());
  if (!revision) throw invalid('If-Match', 'a revision, such as "3"');
  return Number(revision[1] ?? revision[2]);
}
