import * as z from 'zod';
import {
  entityName,
  environment,
  image,
  modelName,
  notYet,
  partlySupported,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from '../validation/shapes.ts';

const container = z.strictObject({
  ContainerHostname: entityName.optional(),
  Image: image,
  ImageConfig: notYet,
  Mode: partlySupported(['SingleModel', 'MultiModel'], ['SingleModel']).optional(),
  ModelDataUrl: s3Uri.optional(),
  ModelDataSource: notYet,
  AdditionalModelDataSources: notYet,
  Environment: environment({ entries: 100, key: 1024, value: 1024 }).optional(),
  ModelPackageName: notYet,
  InferenceSpecificationName: notYet,
  MultiModelConfig: notYet,
  ContainerMetricsConfig: notYet,
});
export type ContainerDefinition = z.output<typeof container>;

export const modelRequest = z.strictObject({
  ModelName: modelName,
  PrimaryContainer: container,
  Containers: notYet,
  InferenceExecutionConfig: notYet,
  ExecutionRoleArn: roleArn,
  Tags: tags.optional(),
  VpcConfig: vpcConfig.optional(),
  EnableNetworkIsolation: z.boolean().optional(),
});
export type CreateModelInput = z.output<typeof modelRequest>;
