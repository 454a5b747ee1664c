/** What was accepted of an upload gets its record, and its input an owner: the one run that trains on it. */
import type { AcceptedDataset } from '../../contracts/check.ts';
import type { Policy } from '../../contracts/policy.ts';
import { TRAINING_EXECUTION_SECONDS } from '../../contracts/state-machines.ts';
import type { TrainingPointer } from '../../contracts/workflow-training.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read, replace } from '../../registry/documents.ts';
import { type DataContract, Dataset, type Meta, type Run, RunInput } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { championVersion } from '../release/champion.ts';
import { theRun, theUpload } from '../run-record.ts';
import { inputKey } from '../uploads/run-input.ts';

export interface AcceptDatasetPorts extends ChangePorts {
  policy: Policy;
}

/** What counts here of a dataset that was checked now, or known before. */
export type DatasetOfRun = Pick<
  AcceptedDataset,
  'digest' | 'location' | 'rows' | 'rejected' | 'train' | 'holdout' | 'firstContract' | 'contractChanged' | 'warnings'
>;

export interface Digests {
  manifest: string;
  code: string;
  /** Dataset whose contract the upload was checked by, or that no longer was one; absent: there was none. */
  contract: string | undefined;
}

/**
 * Dataset, ownership of the input, run and upload change together, on the model's chain: of two equal uploads one trains,
 * and of two first uploads one makes the contract.
 *
 * @returns false when the other first upload was faster: nothing was written, this one is to be checked by its contract
 */
export function acceptDataset(
  ports: AcceptDatasetPorts,
  input: TrainingPointer,
  dataset: DatasetOfRun,
  digests: Digests,
): Promise<boolean> {
  return change(ports, input.model, (state) => decide(ports, input, dataset, digests, state));
}

async function decide(
  ports: AcceptDatasetPorts,
  { model, run: id, upload: hash }: TrainingPointer,
  accepted: DatasetOfRun,
  { contract: checkedBy, ...digests }: Digests,
  { meta, time, now }: ChangeState,
): Promise<Decision<boolean>> {
  const { registry } = ports;
  const run = await theRun(registry, model, id);
  if (run.document.state !== 'running' || run.document.dataset !== undefined) return { result: true };
  if (accepted.firstContract && meta?.lastDataset !== checkedBy) return { result: false };
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
  const owner = input && (await owns(ports, input.document, id, now)) ? input.document.run : undefined;
  // Data of before keeps the contract it has, and does not become the newest again.
  const again = run.document.dataOf !== undefined;
  const begun = again ? undefined : newContract(accepted, run.document, meta, time);
  const contract = begun?.contract ?? (again ? run.document.contract : meta?.contract);
  const next: Run = {
    ...run.document,
    ...(contract === undefined ? {} : { contract }),
    dataset: dataset.digest,
    code: digests.code,
    ...(accepted.warnings ? { warnings: accepted.warnings } : {}),
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
        ...(contract === undefined ? {} : { contract }),
        ...(owner === undefined ? {} : { linkedTo: owner }),
      },
    },
    writes: [
      replace(SK.run(id), next, run),
      replace(SK.upload(hash), { ...claim.document, state: owner === undefined ? 'accepted' : 'linked' }, claim),
      ...(begun ? [create(SK.contract(begun.contract), begun)] : []),
      ...(known ? [] : [create(SK.dataset(dataset.digest), dataset)]),
      ...(owner === undefined
        ? [replace(sk, { v: 1, model, run: id, state: 'running', time } as RunInput, input)]
        : []),
    ],
    ...(again ? {} : { meta: { lastDataset: dataset.digest, ...(contract === undefined ? {} : { contract }) } }),
    result: true,
  };
}

/** The version of the contract that begins with this dataset; undefined: it keeps the one that counts. */
function newContract(
  { contractChanged, firstContract, digest }: DatasetOfRun,
  { model, run, author, acceptance }: Run,
  meta: Meta | undefined,
  time: string,
): DataContract | undefined {
  const before = meta?.contract;
  if (before !== undefined && !contractChanged && !firstContract && !acceptance) return undefined;
  const common = { v: 1 as const, model, contract: (before ?? 0) + 1, since: time, run, dataset: digest };
  if (acceptance) {
    const { by, reason, refusal } = acceptance;
    return { ...common, origin: 'accepted', author: by, reason, refusal };
  }
  if (before !== undefined) return { ...common, origin: 'manifest-changed', author };
  return { ...common, origin: meta?.lastDataset === undefined ? 'first-upload' : 'adopted', author };
}

/**
 * Another run has this input: it is at work, or done, and trained again it would end as it did. One that runs for longer
 * than its execution may live is at work no more; one that was compared with another champion than serves now says
 * nothing about the present one, which is what gates and releases ask for.
 */
async function owns(ports: AcceptDatasetPorts, input: RunInput, id: string, now: Date): Promise<boolean> {
  const { run, model, state, time } = input;
  if (run === id || state === 'failed') return false;
  if (state === 'running') return now.getTime() - Date.parse(time) < TRAINING_EXECUTION_SECONDS * 1000;
  const champion = await championVersion(ports, model);
  if (champion === undefined || champion === input.champion) return true;
  const { version } = (await theRun(ports.registry, model, run)).document;
  return version === champion;
}
