/** The end of a run that broke: recorded with a tidy reason, so that no run is left running. */
import type { Policy } from '../contracts/policy.ts';
import type { FailedRun, RegisterAnswer } from '../contracts/workflow-training.ts';
import type { Place } from '../messages/drift-notice.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../registry/change.ts';
import { read, replace } from '../registry/documents.ts';
import { type Run, RunInput } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import type { Cause } from '../release/cause.ts';
import { causeOfStep } from './failure-cause.ts';
import { runFailedNotice, servingNow } from './notices.ts';
import { inputKey } from './run-input.ts';
import { pinnedManifest, theRun, theUpload } from './run-record.ts';

export interface RecordFailurePorts extends ChangePorts {
  origin: Place;
  policy: Policy;
}

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
 * its end; the message then says what went wrong all the same.
 * @throws Busy
 */
export async function recordFailure(ports: RecordFailurePorts, input: FailedRun): Promise<RegisterAnswer> {
  const { step, error } = input.failure;
  const reason = causeOfStep(error.Error === 'TrainingStopped' ? 'training-stopped' : CODES[step], error);
  const run = await change(ports, input.model, (state) => decide(ports, input, reason, state));
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

async function decide(
  { registry }: RecordFailurePorts,
  input: FailedRun,
  reason: Cause,
  { time }: ChangeState,
): Promise<Decision<Run>> {
  const { model } = input;
  const found = await theRun(registry, model, input.run);
  const run = found.document;
  if (run.state !== 'running') return { result: run };
  const upload = await theUpload(registry, model, input.upload);
  const failed: Run = { ...run, state: 'failed', reason, ended: time };
  const { digest: manifest } = await pinnedManifest(registry, run);
  const sk = inputKey({ dataset: run.dataset ?? '', manifest, code: run.code ?? '' });
  const claim = run.dataset === undefined ? undefined : await read(registry, model, sk, RunInput);
  return {
    event: {
      kind: 'run-failed',
      actor: 'sluice',
      data: { run: run.run, upload: input.upload, step: input.failure.step, code: reason.code, reason: reason.message },
    },
    writes: [
      replace(SK.run(run.run), failed, found),
      replace(SK.upload(input.upload), { ...upload.document, state: 'failed' }, upload),
      ...(claim?.document.run === run.run ? [replace(sk, { ...claim.document, state: 'failed', time }, claim)] : []),
    ],
    result: failed,
  };
}
