/** What was accepted of an upload gets its record, and its input an owner: the one run that trains on it. */
import type { AcceptedDataset } from '../contracts/check.ts';
import { TRAINING_EXECUTION_SECONDS } from '../contracts/state-machines.ts';
import type { TrainingPointer } from '../contracts/workflow-training.ts';
import type { Registry } from '../ports/registry.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../registry/change.ts';
import { create, read, replace } from '../registry/documents.ts';
import { Dataset, type Run, RunInput } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { inputKey } from './run-input.ts';
import { theRun, theUpload } from './run-record.ts';

/** Dataset, ownership of the input, run and upload change together, on the model's chain: of two equal uploads one trains. */
export function acceptDataset(
  ports: ChangePorts,
  input: TrainingPointer,
  dataset: AcceptedDataset,
  digests: { manifest: string; code: string },
): Promise<void> {
  return change(ports, input.model, (state) => decide(ports.registry, input, dataset, digests, state));
}

async function decide(
  registry: Registry,
  { model, run: id, upload: hash }: TrainingPointer,
  accepted: AcceptedDataset,
  digests: { manifest: string; code: string },
  { time, now }: ChangeState,
): Promise<Decision<void>> {
  const run = await theRun(registry, model, id);
  if (run.document.state !== 'running' || run.document.dataset !== undefined) return { result: undefined };
  const claim = await theUpload(registry, model, hash);
  const sk = inputKey({ dataset: accepted.digest, ...digests });
  const input = await read(registry, model, sk, RunInput);
  const known = await read(registry, model, SK.dataset(accepted.digest), Dataset);
  const dataset: Dataset = known?.document ?? {
    v: 1,
    model,
    digest: accepted.digest,
    location: accepted.location,
    rows: accepted.rows,
    rejected: accepted.rejected,
    train: accepted.train,
    holdout: accepted.holdout,
    run: id,
    time,
  };
  const owner = input && owns(input.document, id, now) ? input.document.run : undefined;
  const next: Run = {
    ...run.document,
    dataset: dataset.digest,
    code: digests.code,
    ...(owner === undefined ? {} : { state: 'linked', linkedTo: owner, ended: time }),
  };
  return {
    event: {
      kind: owner === undefined ? 'dataset-accepted' : 'run-linked',
      actor: run.document.author,
      data: {
        upload: hash,
        run: id,
        dataset: dataset.digest,
        rows: accepted.rows,
        rejected: accepted.rejected,
        ...(owner === undefined ? {} : { linkedTo: owner }),
      },
    },
    writes: [
      replace(SK.run(id), next, run),
      replace(SK.upload(hash), { ...claim.document, state: owner === undefined ? 'accepted' : 'linked' }, claim),
      ...(known ? [] : [create(SK.dataset(dataset.digest), dataset)]),
      ...(owner === undefined
        ? [replace(sk, { v: 1, model, run: id, state: 'running', time } as RunInput, input)]
        : []),
    ],
    meta: { lastDataset: dataset.digest },
    result: undefined,
  };
}

/** Another run has this input: it is done, or still at work. One that runs for longer than its execution may live is not. */
function owns({ run, state, time }: RunInput, id: string, now: Date): boolean {
  if (run === id || state === 'failed') return false;
  return state === 'done' || now.getTime() - Date.parse(time) < TRAINING_EXECUTION_SECONDS * 1000;
}
