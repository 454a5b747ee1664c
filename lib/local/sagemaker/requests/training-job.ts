import * as z from 'zod';
import { trainingInstanceType } from '../validation/instance-types.ts';
import {
  entityName,
  environment,
  image,
  kmsKeyId,
  notYet,
  onlyFalse,
  partlySupported,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from '../validation/shapes.ts';

const inputMode = partlySupported(['Pipe', 'File', 'FastFile'], ['File']);

const channel = z.strictObject({
  ChannelName: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9.\-_]+$/),
  DataSource: z.strictObject({
    S3DataSource: z.strictObject({
      S3DataType: partlySupported(['ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse'], ['S3Prefix']),
      S3Uri: s3Uri,
      S3DataDistributionType: partlySupported(['FullyReplicated', 'ShardedByS3Key'], ['FullyReplicated']).optional(),
      AttributeNames: notYet,
      InstanceGroupNames: notYet,
      ModelAccessConfig: notYet,
      HubAccessConfig: notYet,
    }),
    FileSystemDataSource: notYet,
    DatasetSource: notYet,
  }),
  ContentType: z.string().max(256).optional(),
  CompressionType: partlySupported(['None', 'Gzip'], ['None']).optional(),
  RecordWrapperType: partlySupported(['None', 'RecordIO'], ['None']).optional(),
  InputMode: inputMode.optional(),
  ShuffleConfig: notYet,
});

const hyperParameters = z
  .record(z.string().max(256), z.string().max(2500))
  .refine((map) => Object.keys(map).length <= 100, { error: 'Member must have length less than or equal to 100' });

export const trainingJobRequest = z.strictObject({
  TrainingJobName: entityName,
  HyperParameters: hyperParameters.optional(),
  AlgorithmSpecification: z.strictObject({
    TrainingImage: image,
    AlgorithmName: notYet,
    TrainingInputMode: inputMode,
    MetricDefinitions: z
      .array(z.strictObject({ Name: z.string().min(1).max(255), Regex: z.string().min(1).max(500) }))
      .max(40)
      .optional(),
    EnableSageMakerMetricsTimeSeries: z.boolean().optional(),
    ContainerEntrypoint: notYet,
    ContainerArguments: notYet,
    TrainingImageConfig: notYet,
  }),
  RoleArn: roleArn,
  InputDataConfig: z.array(channel).min(1).max(20).optional(),
  OutputDataConfig: z.strictObject({
    S3OutputPath: s3Uri,
    KmsKeyId: kmsKeyId.optional(),
    CompressionType: partlySupported(['GZIP', 'NONE'], ['GZIP']).optional(),
  }),
  ResourceConfig: z.strictObject({
    InstanceType: trainingInstanceType,
    InstanceCount: z.number().int().min(1),
    VolumeSizeInGB: z.number().int().min(1),
    VolumeKmsKeyId: kmsKeyId.optional(),
    KeepAlivePeriodInSeconds: notYet,
    InstanceGroups: notYet,
    TrainingPlanArn: notYet,
    InstancePlacementConfig: notYet,
    InstancePreferences: notYet,
  }),
  VpcConfig: vpcConfig.optional(),
  StoppingCondition: z.strictObject({
    MaxRuntimeInSeconds: z.number().int().min(1).optional(),
    MaxWaitTimeInSeconds: notYet,
    MaxPendingTimeInSeconds: notYet,
  }),
  Tags: tags.optional(),
  EnableNetworkIsolation: z.boolean().optional(),
  EnableInterContainerTrafficEncryption: z.boolean().optional(),
  EnableManagedSpotTraining: onlyFalse,
  CheckpointConfig: notYet,
  DebugHookConfig: notYet,
  DebugRuleConfigurations: notYet,
  TensorBoardOutputConfig: notYet,
  ExperimentConfig: notYet,
  ProfilerConfig: z.strictObject({ DisableProfiler: z.literal(true) }).optional(),
  ProfilerRuleConfigurations: notYet,
  Environment: environment({ entries: 100, key: 512, value: 512 }).optional(),
  RetryStrategy: notYet,
  RemoteDebugConfig: notYet,
  InfraCheckConfig: notYet,
  SessionChainingConfig: notYet,
  ServerlessJobConfig: notYet,
  MlflowConfig: notYet,
  ModelPackageConfig: notYet,
});

export type CreateTrainingJobInput = z.output<typeof trainingJobRequest>;
