/** `If-Match` of a manifest: the revision as an entity tag, `"3"` (the quotes may be missing), or `*`. */
import { Problem } from '../../lib/core/contracts/problems.ts';

/** @returns undefined when any revision will do. @throws Problem invalid-request */
export function revisionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const revision = /^(?:W\/)?"?(\d{1,6})"?$/.exec(ifMatch)?.[1];
  if (revision === undefined)
    throw new Problem('invalid-request', 'the header If-Match is not a revision, such as "3"', {
      mend: 'send the ETag of the last GET or PUT',
    });
  return Number(revision);
}
