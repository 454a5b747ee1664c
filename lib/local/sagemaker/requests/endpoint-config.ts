import * as z from 'zod';
import { hostingInstanceType } from '../validation/instance-types.ts';
import {
  destinationS3Uri,
  entityName,
  kmsKeyId,
  modelName,
  notYet,
  onlyFalse,
  partlySupported,
  roleArn,
  tags,
} from '../validation/shapes.ts';

const startupTimeout = z.number().int().min(60).max(3600).optional();

const productionVariant = z.strictObject({
  VariantName: entityName,
  ModelName: modelName,
  InitialInstanceCount: z.number().int().min(1),
  InstanceType: hostingInstanceType,
  InstancePools: notYet,
  VariantInstanceProvisionTimeoutInSeconds: notYet,
  InitialVariantWeight: z.number().min(0).optional(),
  AcceleratorType: notYet,
  CoreDumpConfig: notYet,
  ServerlessConfig: notYet,
  VolumeSizeInGB: z.number().int().min(1).max(512).optional(),
  ModelDataDownloadTimeoutInSeconds: startupTimeout,
  ContainerStartupHealthCheckTimeoutInSeconds: startupTimeout,
  EnableSSMAccess: onlyFalse,
  ManagedInstanceScaling: notYet,
  RoutingConfig: z
    .strictObject({
      RoutingStrategy: partlySupported(['LEAST_OUTSTANDING_REQUESTS', 'RANDOM', 'PREFIX_AWARE'], ['RANDOM']),
      PrefixAwareRoutingConfig: notYet,
    })
    .optional(),
  InferenceAmiVersion: notYet,
  CapacityReservationConfig: notYet,
});

const contentTypes = z
  .array(
    z
      .string()
      .min(1)
      .max(256)
      .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/),
  )
  .min(1)
  .max(10);

const dataCapture = z.strictObject({
  EnableCapture: z.boolean().default(true),
  InitialSamplingPercentage: z.number().int().min(0).max(100),
  DestinationS3Uri: destinationS3Uri,
  KmsKeyId: kmsKeyId.optional(),
  CaptureOptions: z
    .array(z.strictObject({ CaptureMode: z.enum(['Input', 'Output', 'InputAndOutput']) }))
    .min(1)
    .max(32),
  CaptureContentTypeHeader: z
    .strictObject({ CsvContentTypes: contentTypes.optional(), JsonContentTypes: contentTypes.optional() })
    .optional(),
});

export const endpointConfigRequest = z.strictObject({
  EndpointConfigName: entityName,
  ProductionVariants: z.array(productionVariant).min(1).max(10),
  DataCaptureConfig: dataCapture.optional(),
  Tags: tags.optional(),
  KmsKeyId: kmsKeyId.optional(),
  AsyncInferenceConfig: notYet,
  ExplainerConfig: notYet,
  ShadowProductionVariants: notYet,
  ExecutionRoleArn: roleArn.optional(),
  VpcConfig: notYet,
  EnableNetworkIsolation: notYet,
  MetricsConfig: notYet,
});
export type CreateEndpointConfigInput = z.output<typeof endpointConfigRequest>;
