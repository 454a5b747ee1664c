/** What changed, as the refusal of an upload. */
import type { Finding, Refusal } from '../../contracts/check.ts';
import { nameSome } from '../name-some.ts';
import { refusal } from '../refused.ts';
import { refusalCodeOf } from './changes.ts';

/**
 * @param findings of `changesSince` @param columns features of the dataset
 * @returns undefined when none of them refuses; else with the warnings behind those that do
 */
export function changeRefusal(
  findings: readonly Finding[],
  columns: number,
  counts?: { rows: number; rejected: number },
): Refusal | undefined {
  const code = refusalCodeOf(findings);
  if (!code) return undefined;
  const refusing = findings.filter(({ severity }) => severity !== 'warn');
  const named = [...new Set(refusing.flatMap(({ column }) => column ?? []))];
  const [first] = refusing;
  const detail =
    named.length > 0
      ? `${named.length} of ${columns} columns: ${nameSome(named)}.`
      : `${(first?.seen.charAt(0) ?? '').toUpperCase()}${first?.seen.slice(1)}; expected: ${first?.expected}.`;
  return refusal(code, detail, findings, counts);
}
