/** A refusal on its way out of the check: thrown where it is found, turned into the outcome in one place. */
import type { Finding, Refusal } from '../contracts/check.ts';
import { MAX_FINDINGS } from '../contracts/check.ts';
import { REFUSALS, type RefusalCode } from '../contracts/refusals.ts';

export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const MAX_TEXT = 300;
const MAX_COLUMN = 80;
const clipped = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

/** The code's sentence, then `detail` (a sentence with the numbers of this case). Texts and lists are cut to the limits of the contract. */
export function refusal(
  code: RefusalCode,
  detail: string,
  findings: readonly Finding[] = [],
  rows?: { rows: number; rejected: number },
): Refusal {
  return {
    code,
    message: clipped(`${REFUSALS[code]} ${detail}`.trim(), 2 * MAX_TEXT),
    findings: withinLimits(findings, MAX_FINDINGS),
    more: Math.max(0, findings.length - MAX_FINDINGS),
    ...rows,
  };
}

/** The first findings, their texts cut to the limits of the contract. */
export const withinLimits = (findings: readonly Finding[], most: number): Finding[] =>
  findings.slice(0, most).map((finding) => ({
    ...finding,
    ...(finding.column === undefined ? {} : { column: clipped(finding.column, MAX_COLUMN) }),
    ...(finding.cause === undefined ? {} : { cause: clipped(finding.cause, MAX_TEXT) }),
    expected: clipped(finding.expected, MAX_TEXT),
    seen: clipped(finding.seen, MAX_TEXT),
    mend: clipped(finding.mend, MAX_TEXT),
  }));

/** @throws UploadRefused always */
export function refuse(...what: Parameters<typeof refusal>): never {
  throw new UploadRefused(refusal(...what));
}

/** @throws UploadRefused `empty-file` */
export const refuseEmpty = (detail = ''): never =>
  refuse('empty-file', detail, [
    { rule: 'no-rows', expected: 'rows of data', seen: 'none', mend: 'export the file again' },
  ]);
