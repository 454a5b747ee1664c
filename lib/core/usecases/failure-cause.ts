/** What a step's error means for people: one tidy sentence, whatever a service or a container wrote. */
import * as z from 'zod';
import type { StepError } from '../contracts/workflow-training.ts';
import type { Cause } from '../release/cause.ts';
import { tidy } from '../release/cause.ts';

const LONGEST = 300;

/** Where services put the sentence: the job's description, or what the Lambda service makes of a thrown error. */
const SENTENCES = ['FailureReason', 'errorMessage', 'ErrorMessage'] as const;

/** @example causeOfStep('training-failed', { Error: 'States.TaskFailed', Cause: '{"FailureReason":"AlgorithmError: ..."}' }) */
export function causeOfStep(code: string, { Error: name, Cause: cause = '' }: StepError): Cause {
  if (name === 'States.Timeout') return { code, message: 'the step did not end in its time' };
  const stopped = stoppedJob(cause);
  if (stopped) return { code: 'training-stopped', message: tidy(stopped, LONGEST) };
  const sentence = tidy(sentenceOf(cause) ?? cause, LONGEST);
  return { code, message: sentence || tidy(name ?? 'no reason was given', LONGEST) };
}

/** Description of a training job that was stopped: it has no FailureReason. */
const StoppedTraining = z.looseObject({
  TrainingJobName: z.string(),
  TrainingJobStatus: z.literal('Stopped'),
  SecondaryStatus: z.string().optional(),
  StoppingCondition: z.looseObject({ MaxRuntimeInSeconds: z.number().optional() }).optional(),
});

function stoppedJob(cause: string): string | undefined {
  const job = StoppedTraining.safeParse(documentOf(cause));
  if (!job.success) return undefined;
  const { TrainingJobName: name, SecondaryStatus: why, StoppingCondition: limit } = job.data;
  if (why !== 'MaxRuntimeExceeded') return `training job ${name} was stopped before it ended`;
  const minutes = limit?.MaxRuntimeInSeconds === undefined ? '' : ` of ${limit.MaxRuntimeInSeconds / 60} minutes`;
  return `training job ${name} ran into its limit${minutes}: training.maxMinutes of the manifest, or maxTrainingMinutes of the policy`;
}

function sentenceOf(cause: string): string | undefined {
  const document = documentOf(cause);
  for (const field of SENTENCES) {
    const text = document?.[field];
    if (typeof text === 'string' && text !== '') return text;
  }
  return undefined;
}

function documentOf(cause: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(cause);
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : undefined;
  } catch {
    // Not JSON: the cause is the sentence.
    return undefined;
  }
}
