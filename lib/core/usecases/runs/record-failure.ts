/** The end of a run that broke: recorded with a tidy reason, so that no run is left running. */
import type { FailedRun, RegisterAnswer } from '../../contracts/workflow-training.ts';
import type { ChangePorts } from '../../registry/change.ts';
import { causeOfStep } from '../failure-cause.ts';
import { runFailedNotice, servingNow } from '../notices.ts';
import { theUpload } from '../run-record.ts';
import { failRun } from './fail-run.ts';
import { answerOfRun, type RunAnswerPorts } from './run-answer.ts';

export interface RecordFailurePorts extends ChangePorts, RunAnswerPorts {}

const CODES: Record<FailedRun['failure']['step'], string> = {
  check: 'check-failed',
  train: 'training-failed',
  prepare: 'artifact-failed',
  model: 'model-failed',
  score: 'scoring-failed',
  evaluate: 'evaluation-failed',
  register: 'registration-failed',
};

/**
 * The input is free again, so an equal upload trains again. A run that had ended before its step's answer was lost keeps
 * its end, and is answered and told of as it ended: what failed then is the answer, not the run.
 * @throws Busy, ObjectNotFound
 */
export async function recordFailure(ports: RecordFailurePorts, input: FailedRun): Promise<RegisterAnswer> {
  const { step, error } = input.failure;
  const reason = causeOfStep(error.Error === 'TrainingStopped' ? 'training-stopped' : CODES[step], error);
  const run = await failRun(ports, { ...input, step, reason });
  if (run.state !== 'failed') return answerOfRun(ports, run);
  const upload = (await theUpload(ports.registry, input.model, input.upload)).document;
  const notice = runFailedNotice(ports.origin, run, upload, {
    step,
    code: reason.code,
    failed: run.ended ?? run.started,
    ...jobOf(error),
    serving: await servingNow(ports.registry, ports.policy, input.model),
  });
  return { v: 1, outcome: 'failed', reason, notice };
}

/** Name of the SageMaker job whose description is the cause. */
function jobOf({ Cause: cause = '' }: FailedRun['failure']['error']): { job?: string } {
  const [, job] = /"(?:TrainingJobName|TransformJobName)"\s*:\s*"([A-Za-z0-9-]{1,63})"/.exec(cause) ?? [];
  return job === undefined ? {} : { job };
}
