/** Where the rights of a state machine end: jobs, models, endpoints and alarms of this platform, the two roles, the bus. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type MachineResource, trainingMachine } from '../../../core/contracts/state-machines.ts';
import { defaultBus, mapExecutionsOf, platformAlarms, platformEndpoints } from '../../config/arns.ts';

export type MachineArns = Readonly<Partial<Record<MachineResource, string>>>;

/** What every machine could be given; tables and roles come from the stack. SageMaker writes names in lower case. */
export function machineArns(scope: Construct, platform: string): MachineArns {
  const { partition, region, account } = Stack.of(scope);
  const sagemaker = (resource: string): string =>
    Stack.of(scope).formatArn({ service: 'sagemaker', resource, resourceName: `${platform}-*` });
  const events = (resource: string): string => `arn:${partition}:events:${region}:${account}:${resource}`;
  return {
    'platform-training-jobs': sagemaker('training-job'),
    'platform-transform-jobs': sagemaker('transform-job'),
    'platform-models': sagemaker('model'),
    'platform-endpoints': platformEndpoints(scope, platform),
    'platform-endpoint-configurations': sagemaker('endpoint-config'),
    'platform-alarms': platformAlarms(scope, platform),
    'training-machine': machineArn(scope, platform, trainingMachine.id),
    'training-map-executions': mapExecutionsOf(scope, machineName(platform, trainingMachine.id)),
    'event-bus': defaultBus(scope),
    'training-jobs-rule': events('rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule'),
    'transform-jobs-rule': events('rule/StepFunctionsGetEventsForSageMakerTransformJobsRule'),
  };
}

/** The name of a machine: fixed, so that policies can name its executions from another stack. */
export const machineName = (platform: string, id: string): string => `${platform}-${id}`;

export const machineArn = (scope: Construct, platform: string, id: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: machineName(platform, id),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
