/** Everything a release will ask of AWS, computed before anything is asked. */
import { capturePrefix } from '../contracts/locations.ts';
import { VARIANT } from '../contracts/names.ts';
import { type EndpointDescription, isMoving } from './endpoint.ts';
import {
  type AlarmArguments,
  type DeploymentConfig,
  deploymentConfig,
  driftAlarm,
  type Limits,
  performanceAlarm,
  releaseAlarms,
} from './guardrails.ts';
import type { Rollout } from './share.ts';

export interface PlanInput {
  platform: string;
  model: string;
  stage: string;
  endpoint: string;
  configuration: string;
  /** SageMaker model of the version. */
  sagemakerModel: string;
  serving: { instance: string; count: number };
  rollout: Rollout;
  limits: Limits;
  captureBucket: string;
}

/** Arguments of CreateEndpointConfig. */
export type ConfigurationArguments = {
  EndpointConfigName: string;
  ProductionVariants: {
    VariantName: string;
    ModelName: string;
    InstanceType: string;
    InitialInstanceCount: number;
    InitialVariantWeight: number;
  }[];
  DataCaptureConfig: {
    EnableCapture: boolean;
    InitialSamplingPercentage: number;
    DestinationS3Uri: string;
    CaptureOptions: { CaptureMode: 'Input' | 'Output' }[];
    CaptureContentTypeHeader: { CsvContentTypes: string[]; JsonContentTypes: string[] };
  };
};

export interface Arguments {
  alarms: AlarmArguments[];
  configuration: ConfigurationArguments;
  create: { EndpointName: string; EndpointConfigName: string };
  update: { EndpointName: string; EndpointConfigName: string; DeploymentConfig: DeploymentConfig };
}

/** Equal input gives equal arguments, so a step that runs twice asks for the same thing twice. */
export function releaseArguments(input: PlanInput): Arguments {
  const { endpoint, configuration } = input;
  const names = { EndpointName: endpoint, EndpointConfigName: configuration };
  return {
    alarms: releaseAlarms(endpoint, configuration, input.limits),
    configuration: configurationArguments(input),
    create: names,
    update: { ...names, DeploymentConfig: deploymentConfig(configuration, input.rollout) },
  };
}

/** The alarms a stage gets with its first release. */
export const stageAlarms = ({ platform, model, stage }: PlanInput): AlarmArguments[] => [
  driftAlarm(platform, model, stage),
  performanceAlarm(platform, model, stage),
];

function configurationArguments(input: PlanInput): ConfigurationArguments {
  const { model, stage, configuration, captureBucket } = input;
  return {
    EndpointConfigName: configuration,
    ProductionVariants: [
      {
        VariantName: VARIANT,
        ModelName: input.sagemakerModel,
        InstanceType: input.serving.instance,
        InitialInstanceCount: input.serving.count,
        InitialVariantWeight: 1,
      },
    ],
    DataCaptureConfig: {
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: `s3://${captureBucket}/${capturePrefix(model, stage, configuration)}`,
      CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
    },
  };
}

/**
 * What to do with the endpoint as it is now. `watch`: this release was asked for already, by an earlier try. `wait`: it
 * moves for another reason. `delete`: its creation failed, and SageMaker allows nothing else then.
 */
export type Approach = 'create' | 'update' | 'watch' | 'wait' | 'delete';

export function approach(endpoint: EndpointDescription | undefined, configuration: string): Approach {
  if (!endpoint) return 'create';
  if (endpoint.PendingDeploymentSummary?.EndpointConfigName === configuration) return 'watch';
  if (endpoint.EndpointConfigName === configuration && endpoint.EndpointStatus !== 'Failed') return 'watch';
  if (isMoving(endpoint)) return 'wait';
  return endpoint.EndpointStatus === 'Failed' ? 'delete' : 'update';
}
