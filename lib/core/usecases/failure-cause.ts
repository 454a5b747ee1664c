/** What a step's error means for people: one tidy sentence, whatever a service or a container wrote. */
import type { StepError } from '../contracts/workflow-training.ts';
import type { Cause } from '../release/cause.ts';
import { tidy } from '../release/cause.ts';

const LONGEST = 300;

/** Where services put the sentence: the job's description, or what the Lambda service makes of a thrown error. */
const SENTENCES = ['FailureReason', 'errorMessage', 'ErrorMessage'] as const;

/** @example causeOfStep('training-failed', { Error: 'States.TaskFailed', Cause: '{"FailureReason":"AlgorithmError: ..."}' }) */
export function causeOfStep(code: string, { Error: name, Cause: cause = '' }: StepError): Cause {
  const sentence = tidy(sentenceOf(cause) ?? cause, LONGEST);
  if (name === 'States.Timeout') return { code, message: 'the step did not end in its time' };
  return { code, message: sentence || tidy(name ?? 'no reason was given', LONGEST) };
}

function sentenceOf(cause: string): string | undefined {
  try {
    const document: unknown = JSON.parse(cause);
    if (typeof document !== 'object' || document === null) return undefined;
    for (const field of SENTENCES) {
      const text = (document as Record<string, unknown>)[field];
      if (typeof text === 'string' && text !== '') return text;
    }
    return undefined;
  } catch {
    // Not JSON: the cause is the sentence.
    return undefined;
  }
}
