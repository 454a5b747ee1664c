/** From a trained artefact to what scores it: the SageMaker model and the transforms of candidate and champion. */
import { canonicalJson, jsonDigest } from '../../contracts/digest.ts';
import { DATASET_FILES } from '../../contracts/locations.ts';
import { jobBase, sagemakerModelName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import type { PrepareAnswer, PrepareInput } from '../../contracts/workflow-training.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Version } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { readJson } from '../json-objects.ts';
import { addressOf, sha256Of } from '../object-digest.ts';
import { championVersion } from '../release/champion.ts';
import { pinnedManifest, theDataset, theRun } from '../run-record.ts';
import { scoringJob, servingEnvironment, type Vpc, vpcConfig } from './training-job.ts';

export interface PrepareScoringPorts {
  registry: Registry;
  objects: Objects;
  policy: Policy;
  platform: string;
  region: string;
  artifactBucket: string;
  servingRole: string;
  vpc: Vpc | undefined;
}

/** The job ended, but not by finishing: it hit its time limit or was stopped by hand. Retrying the step does not help. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';
}

/** The job finished and left nothing to serve. */
export class ModelMissing extends Error {
  override readonly name = 'ModelMissing';
}

/** @throws TrainingStopped, ModelMissing, ObjectNotFound */
export async function prepareScoring(ports: PrepareScoringPorts, input: PrepareInput): Promise<PrepareAnswer> {
  const { registry, artifactBucket } = ports;
  const { model, job } = input;
  if (job.status !== 'Completed')
    throw new TrainingStopped(
      `training job ${job.name} ended as ${job.status}: it was stopped, or ran into training.maxMinutes of the manifest`,
    );
  if (job.artifact === undefined)
    throw new ModelMissing(
      `training job ${job.name} completed, but its train.py wrote nothing to SM_MODEL_DIR: the model, and inference.py in code/ below it, belong there`,
    );
  const run = (await theRun(registry, model, input.run)).document;
  const { manifest } = await pinnedManifest(registry, run);
  const dataset = (await theDataset(registry, model, run.dataset)).location;
  const artifact = { uri: job.artifact, digest: `sha256:${await sha256Of(ports.objects, addressOf(job.artifact))}` };
  const create = modelArguments(ports, model, job.image, artifact);
  const champion = await championOf(ports, model, dataset);
  const base = jobBase(ports.platform, model, input.upload, run.attempt);
  const score = (who: 'candidate' | 'champion', sagemakerModel: string) =>
    scoringJob({
      model,
      run: run.run,
      who,
      sagemakerModel,
      artifactBucket,
      dataset,
      instance: manifest.training.instance,
    });
  return {
    v: 1,
    model: create,
    artifact,
    transforms: [
      { who: 'candidate', jobBase: `${base}-c`, job: score('candidate', create.ModelName) },
      ...(champion?.comparable
        ? [{ who: 'champion' as const, jobBase: `${base}-p`, job: score('champion', champion.sagemakerModel) }]
        : []),
    ],
    ...(champion
      ? { champion: { version: champion.version, ...(champion.comparable ? {} : { incomparable: true as const }) } }
      : {}),
  };
}

/** CreateModel. The name is a digest of artefact, image, environment and network: a model that exists under it is this one. */
function modelArguments(
  { platform, region, servingRole, vpc }: PrepareScoringPorts,
  model: string,
  image: string,
  artifact: { uri: string; digest: string },
) {
  const environment = servingEnvironment(region);
  const digest = jsonDigest({ artifact: artifact.digest, image, environment, ...vpcConfig(vpc) });
  return {
    ModelName: sagemakerModelName(platform, model, digest.slice(digest.indexOf(':') + 1)),
    ExecutionRoleArn: servingRole,
    EnableNetworkIsolation: true,
    ...vpcConfig(vpc),
    PrimaryContainer: { Image: image, ModelDataUrl: artifact.uri, Environment: environment },
  };
}

/**
 * What serves production, and whether it can score these rows: rows of another contract it would refuse, or score as if
 * they were its own columns.
 */
async function championOf(ports: PrepareScoringPorts, model: string, dataset: string) {
  const serving = await championVersion(ports, model);
  if (serving === undefined) return undefined;
  const version = (await read(ports.registry, model, SK.version(serving), Version))?.document;
  if (!version) throw new Error(`${model} serves version ${serving}, which is not there`);
  const { sagemakerModel, datasetLocation } = version;
  const own = await schemaOf(ports, datasetLocation);
  return { version: serving, sagemakerModel, comparable: sameContract(own, await schemaOf(ports, dataset)) };
}

const schemaOf = ({ objects, artifactBucket: bucket }: PrepareScoringPorts, location: string) =>
  readJson(objects, { bucket, key: `${location}${DATASET_FILES.schema}` }, DatasetSchema);

/** Same question, asked with the same columns in the same order. Their values may have grown. */
function sameContract(a: DatasetSchema, b: DatasetSchema): boolean {
  const asked = ({ task, target, columns }: DatasetSchema) =>
    canonicalJson({
      task,
      target: target.name,
      labels: target.labels ?? null,
      columns: columns.map(({ name, type }) => [name, type]),
    });
  return asked(a) === asked(b);
}
