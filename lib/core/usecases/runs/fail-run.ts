/** A run that broke is failed: with its upload and its reason, and its input is free for an equal upload. */
import type { FailedRun } from '../../contracts/workflow-training.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { read, replace } from '../../registry/documents.ts';
import { type Run, RunInput } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import type { Cause } from '../../release/cause.ts';
import { pinnedManifest, theRun, theUpload } from '../run-record.ts';
import { inputKey } from '../uploads/run-input.ts';

export interface BrokenRun {
  model: string;
  run: string;
  /** Hash of the upload's claim. */
  upload: string;
  /** Step of the pipeline, or `execution` when no step said so. */
  step: FailedRun['failure']['step'] | 'execution';
  reason: Cause;
}

/**
 * Safe to repeat.
 * @returns the run as it is then: one that had ended keeps its end
 * @throws Busy
 */
export const failRun = (ports: ChangePorts, broken: BrokenRun): Promise<Run> =>
  change(ports, broken.model, (state) => decide(ports, broken, state));

async function decide(
  { registry }: ChangePorts,
  { model, run: id, upload: hash, step, reason }: BrokenRun,
  { time }: ChangeState,
): Promise<Decision<Run>> {
  const found = await theRun(registry, model, id);
  const run = found.document;
  if (run.state !== 'running') return { result: run };
  const upload = await theUpload(registry, model, hash);
  const failed: Run = { ...run, state: 'failed', reason, ended: time };
  const { digest: manifest } = await pinnedManifest(registry, run);
  const sk = inputKey({ dataset: run.dataset ?? '', manifest, code: run.code ?? '' });
  const claim = run.dataset === undefined ? undefined : await read(registry, model, sk, RunInput);
  return {
    event: {
      kind: 'run-failed',
      actor: 'sluice',
      data: { run: run.run, upload: hash, step, code: reason.code, reason: reason.message },
    },
    writes: [
      replace(SK.run(run.run), failed, found),
      replace(SK.upload(hash), { ...upload.document, state: 'failed' }, upload),
      ...(claim?.document.run === run.run ? [replace(sk, { ...claim.document, state: 'failed', time }, claim)] : []),
    ],
    result: failed,
  };
}
