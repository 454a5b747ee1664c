/** Why a run or release ended with its execution, in a sentence. */
import type { ExecutionEnded } from '../contracts/incoming-events.ts';
import { type Cause, tidy } from '../release/cause.ts';
import { causeOfStep } from './failure-cause.ts';

type Status = ExecutionEnded['detail']['status'];

const CODES: Readonly<Record<Status, string>> = {
  FAILED: 'execution-failed',
  TIMED_OUT: 'execution-timed-out',
  ABORTED: 'execution-aborted',
};
/** Codes of ends that an execution did not record itself. */
export const EXECUTION_CODES: readonly string[] = Object.values(CODES);

/** What people may write when they stop an execution. */
const LONGEST = 200;

export function causeOfExecution({ status, error, cause }: ExecutionEnded['detail']): Cause {
  const code = CODES[status];
  if (status === 'TIMED_OUT') return { code, message: 'the execution did not end in its time' };
  if (status === 'ABORTED') {
    const words = tidy([error, cause].filter(Boolean).join(': '), LONGEST);
    return { code, message: `the execution was stopped by hand${words && `: ${words}`}` };
  }
  const step = causeOfStep(code, { ...(error ? { Error: error } : {}), ...(cause ? { Cause: cause } : {}) });
  return { code, message: tidy(`the execution failed before it recorded an end: ${step.message}`) };
}
