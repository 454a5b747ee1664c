/** The first step of a run: the upload is checked, and what was accepted gets a dataset and an owner. */
import type { Finding, Refusal } from '../../contracts/check.ts';
import { DATASET_FILES, datasetPrefix } from '../../contracts/locations.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import { jobBase } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Profile } from '../../contracts/profile.ts';
import { REFUSALS } from '../../contracts/refusals.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import { uploadName } from '../../contracts/upload-set.ts';
import type { CheckAnswer, CheckInput, TrainingPointer } from '../../contracts/workflow-training.ts';
import { stillFrozen } from '../../data/header.ts';
import type { Place } from '../../messages/place.ts';
import type { Registry } from '../../ports/registry.ts';
import { type ChangePorts, change, type Decision } from '../../registry/change.ts';
import { read, replace } from '../../registry/documents.ts';
import { Meta, type Run, type Upload } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { readJson } from '../json-objects.ts';
import { dataChangedNotice, servingNow, uploadRefusedNotice } from '../notices.ts';
import { type CheckStep, joinRangePass } from '../ranges/join-range-pass.ts';
import { planRangeCheck } from '../ranges/plan-range-check.ts';
import { pinnedManifest, theDataset, theRun, theUpload } from '../run-record.ts';
import { type CodePackage, trainingJob, type Vpc } from '../runs/training-job.ts';
import { codeMissing, type TrainingCodePorts, trainingCode } from '../uploads/training-code.ts';
import { acceptDataset, type DatasetOfRun } from './accept-dataset.ts';
import { type CheckUpload, type CheckUploadPorts, checkUpload, outcomeOf } from './check-upload.ts';
import { uploadFiles } from './upload-table.ts';

export interface AdmitUploadPorts extends ChangePorts, TrainingCodePorts, CheckUploadPorts {
  policy: Policy;
  origin: Place;
  platform: string;
  trainingRole: string;
  vpc: Vpc | undefined;
  image: string;
}

/** Time for capacity, downloads and the upload of the artefact, on top of the job's own limit. */
const AROUND_TRAINING_SECONDS = 3600;

/**
 * Safe to repeat at any point: what was decided is read back, what was not is done again over the same keys. A large
 * upload is checked in passes over its ranges, which the workflow makes in between.
 * @throws Busy, and what the ports throw
 */
export async function admitUpload(ports: AdmitUploadPorts, input: CheckInput): Promise<CheckAnswer> {
  const { registry } = ports;
  const run = (await theRun(registry, input.model, input.run)).document;
  const upload = (await theUpload(registry, input.model, input.upload)).document;
  const { manifest, digest } = await pinnedManifest(registry, run);
  const code = await trainingCode(ports, manifest, upload);
  if (run.state === 'running' && run.dataset === undefined) {
    if (!code) return refuse(ports, input, codeMissing(upload), manifest);
    if (run.dataOf !== undefined) {
      const known = await acceptedBefore(registry, run, run.dataOf);
      await acceptDataset(ports, input, known, { manifest: digest, code: code.digest, contract: undefined });
      return answer(ports, input, manifest, code);
    }
    for (let { ranges } = input, accepted = false; !accepted; ranges = undefined) {
      const { next, against } = await (ranges ? joinRangePass(ports, ranges) : check(ports, run, manifest, upload));
      if ('pass' in next) return { v: 1, outcome: 'ranges', ranges: next };
      if (next.outcome === 'refused') return refuse(ports, input, next.refusal, manifest);
      const digests = { manifest: digest, code: code.digest, contract: against };
      // Again when another first upload was accepted meanwhile: now there is a contract.
      accepted = await acceptDataset(ports, input, next.dataset, digests);
    }
  }
  return answer(ports, input, manifest, code);
}

/** What another run accepted: nothing of it is looked at again. */
async function acceptedBefore(registry: Registry, { model }: Run, dataOf: string): Promise<DatasetOfRun> {
  const source = (await theRun(registry, model, dataOf)).document;
  const { digest, location, rows, rejected, train, holdout } = await theDataset(registry, model, source.dataset);
  return { digest, location, rows, rejected, train, holdout, firstContract: false, contractChanged: false };
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
    // Told again after a lost answer.
    const { message = REFUSALS.unreadable, findings = [] } = upload.refusal ?? {};
    return refused(ports, upload, { message, findings }, { refused: run.ended ?? upload.time });
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
      vpc: ports.vpc,
    }),
    jobBase: jobBase(ports.platform, model, hash, run.attempt),
    timeoutSeconds: maxMinutes * 60 + AROUND_TRAINING_SECONDS,
    ...(run.warnings ? { notice: await warned(ports, run, upload, run.warnings) } : {}),
  };
}

async function warned({ registry, policy, origin }: AdmitUploadPorts, run: Run, upload: Upload, warnings: Finding[]) {
  const dataset = await theDataset(registry, run.model, run.dataset);
  const serving = await servingNow(registry, policy, run.model);
  // Data that was known before has been accepted before; the run tells of it when it began.
  const accepted = dataset.run === run.run ? dataset.time : run.started;
  return dataChangedNotice(origin, run, upload, warnings, { accepted, serving });
}

async function check(ports: AdmitUploadPorts, run: Run, manifest: Manifest, upload: Upload): Promise<CheckStep> {
  const { model } = run;
  const { rangedAboveBytes, rangeBytes } = ports.policy;
  const { contract: against, ...frozen } = await frozenContract(ports, manifest, run.acceptance);
  const object = {
    bucket: upload.bucket,
    key: upload.key,
    ...(upload.versionId === undefined ? {} : { versionId: upload.versionId }),
  };
  const files = await outcomeOf(() => uploadFiles(ports.objects, object));
  if ('outcome' in files) return { against, next: files };
  const input: CheckUpload = {
    model,
    object,
    files,
    manifest,
    ...frozen,
    output: { bucket: ports.artifactBucket, prefix: datasetPrefix(model, run.run) },
    origin: {
      run: run.run,
      author: upload.author,
      file: uploadName(upload.key),
      checked: ports.clock.now().toISOString(),
      manifestRevision: run.manifestRevision ?? 0,
    },
  };
  const planned = await planRangeCheck(ports, input, { above: rangedAboveBytes, most: rangeBytes, against });
  return { against, next: planned ?? (await checkUpload(ports, input)) };
}

/**
 * Schema and profile of the last accepted dataset. A manifest that predicts something else starts over: its contract is
 * frozen by its own first upload. So does an upload whose columns were accepted on purpose.
 */
async function frozenContract(
  { registry, objects, artifactBucket }: AdmitUploadPorts,
  manifest: Manifest,
  acceptance: Run['acceptance'],
) {
  const meta = await read(registry, manifest.model, SK.meta, Meta);
  const last = meta?.document.lastDataset;
  if (last === undefined) return { contract: undefined };
  const { location } = await theDataset(registry, manifest.model, last);
  const at = (file: string) => ({ bucket: artifactBucket, key: `${location}${file}` });
  const schema = await readJson(objects, at(DATASET_FILES.schema), DatasetSchema);
  if (acceptance?.accepts === 'columns' || !stillFrozen(manifest, schema)) return { contract: last };
  const changeAccepted = acceptance !== undefined;
  const previousProfile = await readJson(objects, at(DATASET_FILES.profile), Profile);
  return { contract: last, schema, changeAccepted, previousProfile };
}

async function refuse(
  ports: AdmitUploadPorts,
  input: TrainingPointer,
  refusal: Refusal,
  manifest: Manifest,
): Promise<CheckAnswer> {
  const { model } = input;
  const reason = { code: refusal.code, message: refusal.message };
  const upload = await change(ports, model, async ({ time }): Promise<Decision<{ claim: Upload; ended: string }>> => {
    const run = await theRun(ports.registry, model, input.run);
    const claim = await theUpload(ports.registry, model, input.upload);
    if (run.document.state !== 'running')
      return { result: { claim: claim.document, ended: run.document.ended ?? time } };
    const next: Upload = {
      ...claim.document,
      state: 'refused',
      refusal: { ...reason, findings: refusal.findings },
    };
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
  const allowed = manifest.data.maxRejectedShare;
  return refused(ports, upload.claim, refusal, { refused: upload.ended, allowed });
}

async function refused(
  { registry, policy, origin }: AdmitUploadPorts,
  upload: Upload,
  refusal: Pick<Refusal, 'message'> & Partial<Refusal>,
  when: { refused: string; allowed?: number },
): Promise<CheckAnswer> {
  const serving = await servingNow(registry, policy, upload.model);
  return {
    v: 1,
    outcome: 'refused',
    notice: uploadRefusedNotice(origin, upload, refusal, { ...when, serving }),
  };
}
