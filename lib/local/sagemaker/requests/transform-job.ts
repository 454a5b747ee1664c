import * as z from 'zod';
import { transformInstanceType } from '../validation/instance-types.ts';
import {
  entityName,
  environment,
  kmsKeyId,
  modelName,
  notYet,
  partlySupported,
  s3Uri,
  tags,
} from '../validation/shapes.ts';

export const transformJobRequest = z.strictObject({
  TransformJobName: entityName,
  ModelName: modelName,
  MaxConcurrentTransforms: z.number().int().min(0).optional(),
  ModelClientConfig: z
    .strictObject({
      InvocationsTimeoutInSeconds: z.number().int().min(1).max(3600).optional(),
      InvocationsMaxRetries: z.number().int().min(0).max(3).optional(),
    })
    .optional(),
  MaxPayloadInMB: z.number().int().min(0).optional(),
  BatchStrategy: z.enum(['MultiRecord', 'SingleRecord']).optional(),
  Environment: environment({ entries: 16, key: 1024, value: 10_240 }).optional(),
  TransformInput: z.strictObject({
    DataSource: z.strictObject({
      S3DataSource: z.strictObject({
        S3DataType: partlySupported(['ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse'], ['S3Prefix']),
        S3Uri: s3Uri,
      }),
    }),
    ContentType: z.string().max(256).optional(),
    CompressionType: partlySupported(['None', 'Gzip'], ['None']).optional(),
    SplitType: partlySupported(['None', 'Line', 'RecordIO', 'TFRecord'], ['None', 'Line']).optional(),
  }),
  TransformOutput: z.strictObject({
    S3OutputPath: s3Uri,
    Accept: z.string().max(256).optional(),
    AssembleWith: z.enum(['None', 'Line']).optional(),
    KmsKeyId: kmsKeyId.optional(),
  }),
  DataCaptureConfig: notYet,
  TransformResources: z.strictObject({
    InstanceType: transformInstanceType,
    InstanceCount: z.number().int().min(1),
    VolumeKmsKeyId: kmsKeyId.optional(),
    TransformAmiVersion: notYet,
  }),
  DataProcessing: z
    .strictObject({
      InputFilter: partlySupported(['$'], ['$']).optional(),
      OutputFilter: partlySupported(['$'], ['$']).optional(),
      JoinSource: partlySupported(['None', 'Input'], ['None']).optional(),
    })
    .optional(),
  Tags: tags.optional(),
  ExperimentConfig: notYet,
});

export type CreateTransformJobInput = z.output<typeof transformJobRequest>;
