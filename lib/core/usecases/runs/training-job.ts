/** Arguments of the SageMaker calls that train and score, from what the registry knows. */
import { artifactPrefix, DATASET_FILES, scoresPrefix } from '../../contracts/locations.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import type { Task } from '../../contracts/schema.ts';

/** An object of S3 by its address. */
export interface CodePackage {
  /** s3:// address of a tar.gz. */
  uri: string;
  /** `sha256:<hex>` of it. */
  digest: string;
}

/** Where containers have their network interfaces; absent: in SageMaker's own network. */
export interface Vpc {
  subnets: readonly string[];
  securityGroups: readonly string[];
}

/** `VpcConfig` of CreateTrainingJob and CreateModel, which holds for endpoints and transforms of the model. */
export const vpcConfig = (vpc: Vpc | undefined) =>
  vpc ? { VpcConfig: { Subnets: vpc.subnets, SecurityGroupIds: vpc.securityGroups } } : {};

export interface TrainingJobInput {
  manifest: Manifest;
  run: string;
  artifactBucket: string;
  /** Prefix of the dataset in the artefact bucket. */
  dataset: string;
  code: CodePackage;
  image: string;
  role: string;
  maxMinutes: number;
  vpc: Vpc | undefined;
}

/** Room for the canonical files, the code and the model: canonical files of the largest upload fit several times. */
const VOLUME_GB = 30;

/** What lib/runtimes prints as `metric train_<name>=<value>`. */
const PRINTED_METRICS: Record<Task, readonly string[]> = {
  'binary-classification': ['logloss', 'auc'],
  regression: ['rmse', 'mae'],
};

const channel = (name: string, uri: string, contentType: string) => ({
  ChannelName: name,
  ContentType: contentType,
  InputMode: 'File',
  DataSource: {
    S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' },
  },
});

/** CreateTrainingJob without its name. The job has no network: data, schema and code come by channels. */
export function trainingJob(input: TrainingJobInput) {
  const { manifest, artifactBucket, dataset, code } = input;
  const file = code.uri.slice(code.uri.lastIndexOf('/') + 1);
  return {
    AlgorithmSpecification: {
      TrainingImage: input.image,
      TrainingInputMode: 'File',
      MetricDefinitions: PRINTED_METRICS[manifest.task].map((name) => ({
        Name: `train:${name}`,
        Regex: `metric train_${name}=(\\S+)`,
      })),
    },
    EnableNetworkIsolation: true,
    HyperParameters: {
      ...asTexts(manifest.training.hyperparameters),
      sagemaker_program: 'train.py',
      sagemaker_submit_directory: `/opt/ml/input/data/code/${file}`,
    },
    InputDataConfig: [
      channel('train', `s3://${artifactBucket}/${dataset}${DATASET_FILES.trainPrefix}`, 'text/csv'),
      channel('schema', `s3://${artifactBucket}/${dataset}${DATASET_FILES.schemaPrefix}`, 'application/json'),
      channel('code', code.uri, 'application/gzip'),
    ],
    OutputDataConfig: { S3OutputPath: `s3://${artifactBucket}/${artifactPrefix(manifest.model, input.run)}` },
    ResourceConfig: { InstanceType: manifest.training.instance, InstanceCount: 1, VolumeSizeInGB: VOLUME_GB },
    RoleArn: input.role,
    StoppingCondition: { MaxRuntimeInSeconds: input.maxMinutes * 60 },
    ...vpcConfig(input.vpc),
  };
}

/** SageMaker takes texts only; the runtimes read each as JSON first. */
function asTexts(values: Readonly<Record<string, string | number | boolean | undefined>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** What a container is told so that it serves the code inside the artefact (`code/`). */
export const servingEnvironment = (region: string) => ({
  SAGEMAKER_PROGRAM: 'inference.py',
  SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
  SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
  SAGEMAKER_REGION: region,
});

export interface ScoringInput {
  model: string;
  run: string;
  who: 'candidate' | 'champion';
  sagemakerModel: string;
  artifactBucket: string;
  dataset: string;
  instance: string;
}

/** CreateTransformJob without its name: one line in, one line out, in order. */
export function scoringJob({ model, run, who, sagemakerModel, artifactBucket, dataset, instance }: ScoringInput) {
  const output = scoresPrefix(model, run, who).replace(/\/$/, '');
  return {
    ModelName: sagemakerModel,
    BatchStrategy: 'MultiRecord',
    MaxPayloadInMB: 6,
    TransformInput: {
      ContentType: 'text/csv',
      SplitType: 'Line',
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: `s3://${artifactBucket}/${dataset}${DATASET_FILES.holdoutFeatures}`,
        },
      },
    },
    TransformOutput: {
      Accept: 'text/csv',
      AssembleWith: 'Line',
      S3OutputPath: `s3://${artifactBucket}/${output}`,
    },
    TransformResources: { InstanceType: instance, InstanceCount: 1 },
  };
}
