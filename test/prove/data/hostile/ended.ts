/** How a check ended, in one line. */
import * as z from 'zod';
import type { CheckOutcome } from '../../../../lib/core/contracts/check.ts';

export const Ended = z.object({
  end: z.string(),
  /** Cells of the rejects that a spreadsheet would run. */
  formulas: z.array(z.string()),
  /** Whether every object of the process has a property more. */
  polluted: z.boolean(),
  /** CPU seconds, user and system, of the whole process: the making of the file, twice or three times, is in it. */
  cpu: z.number(),
  /** Largest resident set, MB. */
  memory: z.number(),
});
export type Ended = z.infer<typeof Ended>;

export function ended(outcome: CheckOutcome): string {
  if (outcome.outcome === 'refused') {
    const { code, findings, message } = outcome.refusal;
    return `refused: ${code}; ${findings.map(({ rule }) => rule).join(', ')}; ${message}`;
  }
  const { rows, rejected, rejectedReasons } = outcome.dataset;
  return `accepted: ${rows} of ${rows + rejected}; ${rejectedReasons.map(({ reason }) => reason).join(', ')}`;
}
