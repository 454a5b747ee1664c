/** What a persona's work needs besides the API. Each right names its resource. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { UPLOAD_KEY_PATTERN } from '../../../core/contracts/locations.ts';
import type { Persona } from '../../../core/contracts/routes.ts';
import { executionsOf, platformAlarms, platformEndpoints } from '../../config/arns.ts';

export interface PersonaResources {
  readonly platform: string;
  readonly dataBucketArn: string;
  readonly driftQueueArn: string;
  readonly drillQueueArn: string;
  readonly deadLettersArn: string;
  /** Names of the state machines. */
  readonly machines: readonly string[];
}

const JOB_LOG_GROUPS = ['/aws/sagemaker/TrainingJobs', '/aws/sagemaker/TransformJobs'];
const ENDPOINT_LOG_GROUPS = '/aws/sagemaker/Endpoints/';

export function personaExtras(scope: Construct, resources: PersonaResources): Record<Persona, PolicyStatement[]> {
  const { platform } = resources;
  const { partition, region, account } = Stack.of(scope);
  const logGroup = (name: string): string => `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  const jobLogs = (suffix: string) => JOB_LOG_GROUPS.map((group) => logGroup(`${group}${suffix}`));
  const endpointLogs = logGroup(`${ENDPOINT_LOG_GROUPS}${platform}-*:*`);
  const invoke = new PolicyStatement({
    sid: 'CallTheModels',
    actions: ['sagemaker:InvokeEndpoint'],
    resources: [platformEndpoints(scope, platform)],
  });
  const readLogs = [
    // A stream's name ends in numbers that only a listing tells.
    new PolicyStatement({
      sid: 'FindLogs',
      actions: ['logs:DescribeLogStreams'],
      resources: [...jobLogs(':*'), endpointLogs],
    }),
    // Job names begin with the platform's; a group of an endpoint is the platform's as a whole.
    new PolicyStatement({
      sid: 'ReadLogs',
      actions: ['logs:GetLogEvents'],
      resources: [...jobLogs(`:log-stream:${platform}-*`), endpointLogs],
    }),
  ];
  return {
    DataScientist: [
      new PolicyStatement({
        sid: 'UploadData',
        // In parts, too: what is stored is looked at before an upload goes on, and let go of when it does not.
        actions: ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        resources: [`${resources.dataBucketArn}/${UPLOAD_KEY_PATTERN}`],
      }),
      ...readLogs,
    ],
    Approver: [],
    Operator: [
      new PolicyStatement({
        sid: 'LookIntoExecutions',
        actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
        resources: resources.machines.map((machine) => executionsOf(scope, machine)),
      }),
      new PolicyStatement({
        sid: 'LookAtAlarms',
        actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
        resources: [platformAlarms(scope, platform)],
      }),
      new PolicyStatement({
        sid: 'AskForADriftReport',
        actions: ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
        resources: [resources.driftQueueArn],
      }),
      new PolicyStatement({
        sid: 'AskForADrill',
        actions: ['sqs:SendMessage'],
        resources: [resources.drillQueueArn],
      }),
      new PolicyStatement({
        sid: 'CountDeadLetters',
        actions: ['sqs:GetQueueAttributes'],
        resources: [resources.deadLettersArn],
      }),
      ...readLogs,
    ],
    Application: [invoke],
  };
}
