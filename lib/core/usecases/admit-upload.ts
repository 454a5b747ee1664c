/** The first step of a run: the upload is checked, and what was accepted gets a dataset and an owner. */
import type { CheckOutcome, Refusal } from '../contracts/check.ts';
import { DATASET_FILES, datasetPrefix } from '../contracts/locations.ts';
import type { Manifest } from '../contracts/manifest/schema.ts';
import { jobBase } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import { Profile } from '../contracts/profile.ts';
import { REFUSALS } from '../contracts/refusals.ts';
import { DatasetSchema } from '../contracts/schema.ts';
import { TRAINING_EXECUTION_SECONDS } from '../contracts/state-machines.ts';
import type { CheckAnswer, TrainingPointer } from '../contracts/workflow-training.ts';
import { stillFrozen } from '../data/header.ts';
import type { Place } from '../messages/drift-notice.ts';
import { ObjectNotFound, type Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../registry/change.ts';
import { create, read, replace } from '../registry/documents.ts';
import { Announcement, Dataset, Meta, type Run, RunInput, type Upload } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { checkUpload } from './check-upload.ts';
import { servingNow, uploadRefusedNotice } from './notices.ts';
import { sha256Of } from './object-digest.ts';
import { inputKey } from './run-input.ts';
import { pinnedManifest, theDataset, theRun, theUpload } from './run-record.ts';
import { type CodePackage, trainingJob } from './training-job.ts';

export interface AdmitUploadPorts extends ChangePorts {
  objects: Objects;
  policy: Policy;
  origin: Place;
  platform: string;
  artifactBucket: string;
  trainingRole: string;
  image: string;
  /** Code of the default algorithm. */
  runtime: CodePackage;
}

/** Time for capacity, downloads and the upload of the artefact, on top of the job's own limit. */
const AROUND_TRAINING_SECONDS = 3600;

/**
 * Safe to repeat at any point: what was decided is read back, what was not is done again over the same keys.
 * @throws Busy, and what the ports throw
 */
export async function admitUpload(ports: AdmitUploadPorts, input: TrainingPointer): Promise<CheckAnswer> {
  const { registry } = ports;
  const run = (await theRun(registry, input.model, input.run)).document;
  const upload = (await theUpload(registry, input.model, input.upload)).document;
  const { manifest, digest } = await pinnedManifest(registry, run);
  const code = await codeOf(ports, manifest, upload);
  if (run.state === 'running' && run.dataset === undefined) {
    const outcome: CheckOutcome = code
      ? await check(ports, input, manifest, upload)
      : { outcome: 'refused', refusal: withoutCode(upload) };
    if (outcome.outcome === 'refused') return refuse(ports, input, outcome.refusal);
    if (code) await accept(ports, input, outcome.dataset, { manifest: digest, code: code.digest });
  }
  return answer(ports, input, manifest, code);
}

/** What the registry says of the run now. */
async function answer(
  ports: AdmitUploadPorts,
  { model, run: id, upload: hash }: TrainingPointer,
  manifest: Manifest,
  code: CodePackage | undefined,
): Promise<CheckAnswer> {
  const { registry, policy, artifactBucket } = ports;
  const run = (await theRun(registry, model, id)).document;
  const upload = (await theUpload(registry, model, hash)).document;
  if (run.state === 'refused') {
    // Told again after a lost answer: the findings are not kept, the reason is.
    const message = run.reason?.message ?? REFUSALS.unreadable;
    return refused(ports, upload, { message }, run.ended ?? upload.time);
  }
  if (run.state === 'linked' && run.linkedTo) return { v: 1, outcome: 'linked', linkedTo: run.linkedTo };
  if (run.state !== 'running' || !code) throw new Error(`run ${id} of ${model} has ended as ${run.state}`);
  const maxMinutes = Math.min(manifest.training.maxMinutes ?? policy.maxTrainingMinutes, policy.maxTrainingMinutes);
  const dataset = await theDataset(registry, model, run.dataset);
  return {
    v: 1,
    outcome: 'accepted',
    training: trainingJob({
      manifest,
      run: id,
      artifactBucket,
      dataset: dataset.location,
      code,
      image: ports.image,
      role: ports.trainingRole,
      maxMinutes,
    }),
    jobBase: jobBase(ports.platform, model, hash, run.attempt),
    timeoutSeconds: maxMinutes * 60 + AROUND_TRAINING_SECONDS,
  };
}

/** The code this run trains with; undefined when a script model's upload brought none, or other code than it announced. */
async function codeOf(ports: AdmitUploadPorts, manifest: Manifest, upload: Upload): Promise<CodePackage | undefined> {
  const { registry, objects, artifactBucket, runtime } = ports;
  if (manifest.training.algorithm !== 'script') return runtime;
  if (upload.upload === undefined) return undefined;
  const announced = await read(registry, upload.model, SK.announcement(upload.upload), Announcement);
  const code = announced?.document.code;
  if (!code) return undefined;
  try {
    const found = await sha256Of(objects, { bucket: artifactBucket, key: code.key });
    if (found !== code.sha256) return undefined;
    return { uri: `s3://${artifactBucket}/${code.key}`, digest: `sha256:${found}` };
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

function withoutCode({ upload, model }: Upload): Refusal {
  const seen =
    upload === undefined
      ? 'the object was put into the bucket without an announcement'
      : 'the announced code was not uploaded, or is not what was announced';
  return {
    code: 'code-missing',
    message: `${REFUSALS['code-missing']} ${seen[0]?.toUpperCase()}${seen.slice(1)}.`,
    findings: [
      {
        rule: 'code-missing',
        expected: 'a tar.gz with train.py and inference.py that was announced with the upload',
        seen,
        mend: `sluice upload ${model} <file> --code <folder>`,
      },
    ],
    more: 0,
  };
}

async function check(ports: AdmitUploadPorts, input: TrainingPointer, manifest: Manifest, upload: Upload) {
  const { objects, artifactBucket } = ports;
  const { model } = input;
  const contract = await frozenContract(ports, manifest);
  return checkUpload(
    { objects },
    {
      model,
      object: {
        bucket: upload.bucket,
        key: upload.key,
        ...(upload.versionId === undefined ? {} : { versionId: upload.versionId }),
      },
      manifest,
      ...contract,
      output: { bucket: artifactBucket, prefix: datasetPrefix(model, input.run) },
    },
  );
}

/**
 * Schema and profile of the last accepted dataset. A manifest that predicts something else starts over: its contract is
 * frozen by its own first upload.
 */
async function frozenContract({ registry, objects, artifactBucket }: AdmitUploadPorts, manifest: Manifest) {
  const meta = await read(registry, manifest.model, SK.meta, Meta);
  const last = meta?.document.lastDataset;
  if (last === undefined) return {};
  const { location } = await theDataset(registry, manifest.model, last);
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await objects.text({ bucket: artifactBucket, key: `${location}${file}` }));
  const schema = DatasetSchema.parse(await json(DATASET_FILES.schema));
  if (!stillFrozen(manifest, schema)) return {};
  return { schema, previousProfile: Profile.parse(await json(DATASET_FILES.profile)) };
}

async function refuse(ports: AdmitUploadPorts, input: TrainingPointer, refusal: Refusal): Promise<CheckAnswer> {
  const { model } = input;
  const reason = { code: refusal.code, message: refusal.message };
  const upload = await change(ports, model, async ({ time }): Promise<Decision<{ claim: Upload; ended: string }>> => {
    const run = await theRun(ports.registry, model, input.run);
    const claim = await theUpload(ports.registry, model, input.upload);
    if (run.document.state !== 'running')
      return { result: { claim: claim.document, ended: run.document.ended ?? time } };
    const next: Upload = { ...claim.document, state: 'refused', refusal: reason };
    return {
      event: {
        kind: 'upload-refused',
        actor: run.document.author,
        data: {
          upload: input.upload,
          run: input.run,
          code: refusal.code,
          columns: refusal.findings.flatMap(({ column }) => (column === undefined ? [] : [column])).slice(0, 20),
        },
      },
      writes: [
        replace(SK.run(input.run), { ...run.document, state: 'refused', reason, ended: time }, run),
        replace(SK.upload(input.upload), next, claim),
      ],
      result: { claim: next, ended: time },
    };
  });
  return refused(ports, upload.claim, refusal, upload.ended);
}

async function refused(
  { registry, policy, origin }: AdmitUploadPorts,
  upload: Upload,
  refusal: Pick<Refusal, 'message'> & Partial<Refusal>,
  ended: string,
): Promise<CheckAnswer> {
  const serving = await servingNow(registry, policy, upload.model);
  return {
    v: 1,
    outcome: 'refused',
    notice: uploadRefusedNotice(origin, upload, refusal, { refused: ended, serving }),
  };
}

type Accepted = Extract<CheckOutcome, { outcome: 'accepted' }>['dataset'];

/** Dataset, ownership of the input, run and upload change together, on the model's chain: of two equal uploads one trains. */
function accept(
  ports: AdmitUploadPorts,
  input: TrainingPointer,
  dataset: Accepted,
  digests: { manifest: string; code: string },
): Promise<void> {
  return change(ports, input.model, (state) => decideAcceptance(ports.registry, input, dataset, digests, state));
}

async function decideAcceptance(
  registry: Registry,
  { model, run: id, upload: hash }: TrainingPointer,
  accepted: Accepted,
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
