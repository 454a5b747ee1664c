/** From a trained artefact to what scores it: the SageMaker model and the transforms of candidate and champion. */
import { jsonDigest } from '../contracts/digest.ts';
import { jobBase, sagemakerModelName } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import type { PrepareAnswer, PrepareInput } from '../contracts/workflow-training.ts';
import type { Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { read } from '../registry/documents.ts';
import { Stage, Version } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { addressOf, sha256Of } from './object-digest.ts';
import { pinnedManifest, theDataset, theRun } from './run-record.ts';
import { scoringJob, servingEnvironment } from './training-job.ts';

export interface PrepareScoringPorts {
  registry: Registry;
  objects: Objects;
  policy: Policy;
  platform: string;
  region: string;
  artifactBucket: string;
  servingRole: string;
}

/** The job ended, but not by finishing: it hit its time limit or was stopped by hand. Retrying the step does not help. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';
}

/** @throws TrainingStopped, ObjectNotFound */
export async function prepareScoring(ports: PrepareScoringPorts, input: PrepareInput): Promise<PrepareAnswer> {
  const { registry, artifactBucket } = ports;
  const { model, job } = input;
  if (job.status !== 'Completed' || job.artifact === undefined)
    throw new TrainingStopped(
      `training job ${job.name} ended as ${job.status}: it was stopped, or ran into training.maxMinutes of the manifest`,
    );
  const run = (await theRun(registry, model, input.run)).document;
  const { manifest } = await pinnedManifest(registry, run);
  const dataset = (await theDataset(registry, model, run.dataset)).location;
  const artifact = { uri: job.artifact, digest: `sha256:${await sha256Of(ports.objects, addressOf(job.artifact))}` };
  const create = modelArguments(ports, model, job.image, artifact);
  const champion = await championOf(ports, model, manifest.task);
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
      { jobBase: `${base}-c`, job: score('candidate', create.ModelName) },
      ...(champion ? [{ jobBase: `${base}-p`, job: score('champion', champion.sagemakerModel) }] : []),
    ],
    ...(champion ? { champion: { version: champion.version } } : {}),
  };
}

/** CreateModel. The name is a digest of artefact, image and environment: a model that exists under it is this one. */
function modelArguments(
  { platform, region, servingRole }: PrepareScoringPorts,
  model: string,
  image: string,
  artifact: { uri: string; digest: string },
) {
  const environment = servingEnvironment(region);
  const digest = jsonDigest({ artifact: artifact.digest, image, environment });
  return {
    ModelName: sagemakerModelName(platform, model, digest.slice(digest.indexOf(':') + 1)),
    ExecutionRoleArn: servingRole,
    EnableNetworkIsolation: true,
    PrimaryContainer: { Image: image, ModelDataUrl: artifact.uri, Environment: environment },
  };
}

/** The version that serves the last stage. One of another task cannot be compared, so it counts as none. */
async function championOf({ registry, policy }: PrepareScoringPorts, model: string, task: string) {
  const production = policy.stages.at(-1)?.name;
  const stage = production === undefined ? undefined : await read(registry, model, SK.stage(production), Stage);
  const serving = stage?.document.serving;
  if (!serving) return undefined;
  const version = await read(registry, model, SK.version(serving.version), Version);
  return version?.document.task === task ? version.document : undefined;
}
