import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateTrainingJobCommand,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, task } from './_machine.ts';
import { type FakeSageMaker, startFakeSageMaker } from './_sagemaker.ts';
import { arnOf, assume, deploy, lambda, ref, role, upload } from './_stack.ts';
import { ACCOUNT, type Credentials, type Emulator, REGION, ROOT, startEmulator } from './_start.ts';

let emulator: Emulator;
let sagemaker: FakeSageMaker;
let out: Record<string, string>;
let user: ReturnType<Emulator['config']>;
const of = (name: string) => out[name] ?? '';
const sm = (resource: string) => `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${resource}`;

/** A function that reads parameters below the path it is asked for. */
async function readerCode(): Promise<string> {
  const contents = `
    import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
    const client = new SSMClient({ maxAttempts: 1 });
    export const handler = async ({ path }) => {
      const { Parameters } = await client.send(new GetParametersByPathCommand({ Path: path }));
      return Parameters.map((each) => each.Value);
    };`;
  const bundle = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    write: false,
  });
  return bundle.outputFiles[0]?.text ?? '';
}

beforeAll(async () => {
  sagemaker = await startFakeSageMaker();
  emulator = await startEmulator({ SAGEMAKER_UPSTREAM: sagemaker.url });
  const code = await upload(emulator, await readerCode());
  out = await deploy(
    emulator,
    'iam',
    {
      FunctionRole: role('lambda.amazonaws.com', [
        { Action: 'ssm:GetParametersByPath', Resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/ours` },
      ]),
      Function: lambda('FunctionRole', '', code),
      Machine: role('states.amazonaws.com', [{ Action: 'lambda:InvokeFunction', Resource: arnOf('Function') }]),
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
        },
      },
      Training: role('sagemaker.amazonaws.com', [{ Action: 'cloudwatch:PutMetricData', Resource: '*' }]),
      User: role('account', [
        { Action: 'sagemaker:CreateTrainingJob', Resource: sm('training-job/ours-*') },
        {
          Action: ['sagemaker:InvokeEndpoint', 'sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpoint'],
          Resource: sm('endpoint/ours-*'),
        },
        {
          Action: 'iam:PassRole',
          Resource: arnOf('Training'),
          Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
        },
        {
          Action: 'cloudwatch:PutMetricData',
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': 'Ours' } },
        },
        {
          Action: ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm'],
          Resource: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:ours-*`,
        },
        { Action: 'logs:*', Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/ours:*` },
        { Action: 'events:PutEvents', Resource: '*' },
        {
          Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
          Resource: arnOf('Table'),
          Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['M#ours*'] } },
        },
      ]),
    },
    {
      fn: arnOf('Function'),
      machine: arnOf('Machine'),
      table: ref('Table'),
      training: arnOf('Training'),
      user: arnOf('User'),
    },
  );
  user = emulator.config(await assume(emulator, of('user')));
});
afterAll(async () => {
  await emulator?.stop();
  await sagemaker?.stop();
});

const denied = (action: string, resource: string) =>
  expect.objectContaining({
    message: expect.stringMatching(new RegExp(`not authorized to perform: ${action} on resource: .*${resource}`)),
  });
const deniedOnAll = (action: string) =>
  expect.objectContaining({ message: expect.stringContaining(`not authorized to perform: ${action} because`) });

test('a Lambda acts with its role: its own parameter path, and no other', async () => {
  const client = new SSMClient(emulator.config());
  await client.send(new PutParameterCommand({ Name: '/ours/a', Value: 'ok', Type: 'String' }));
  const invoke = (path: string) =>
    run(emulator, of('machine'), task('arn:aws:states:::lambda:invoke', { FunctionName: of('fn'), Payload: { path } }));
  expect(await invoke('/ours')).toMatchObject({ status: 'SUCCEEDED', output: { Payload: ['ok'] } });
  const refused = await invoke('/theirs');
  expect(refused).toMatchObject({ status: 'FAILED', error: 'AccessDeniedException' });
  expect(refused.cause).toContain('ssm:GetParametersByPath');
});

const job = (TrainingJobName: string, RoleArn: string) =>
  new CreateTrainingJobCommand({
    TrainingJobName,
    RoleArn,
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://b' },
    ResourceConfig: { VolumeSizeInGB: 1 },
    StoppingCondition: {},
  });

test('SageMaker calls reach the server with account and region, when the caller and the passed role allow it', async () => {
  sagemaker.answer = () => ({ body: { TrainingJobArn: sm('training-job/ours-1') } });
  const client = new SageMakerClient(user);
  expect((await client.send(job('ours-1', of('training')))).TrainingJobArn).toBe(sm('training-job/ours-1'));
  expect(sagemaker.calls.at(-1)).toMatchObject({
    action: 'CreateTrainingJob',
    headers: { 'x-local-account': ACCOUNT, 'x-local-region': REGION },
  });
  const before = sagemaker.calls.length;
  await expect(client.send(job('theirs', of('training')))).rejects.toEqual(
    denied('sagemaker:CreateTrainingJob', 'training-job/theirs'),
  );
  await expect(client.send(job('ours-2', of('user')))).rejects.toEqual(denied('iam:PassRole', 'role/'));
  await expect(
    client.send(new UpdateEndpointCommand({ EndpointName: 'ours-e', EndpointConfigName: 'c' })),
  ).rejects.toEqual(denied('sagemaker:UpdateEndpoint', 'endpoint-config/c'));
  expect(sagemaker.calls.length).toBe(before);
});

test('an error of the server arrives with its type', async () => {
  sagemaker.answer = () => ({
    status: 400,
    body: { __type: 'ValidationException', message: 'Could not find endpoint' },
  });
  await expect(
    new SageMakerClient(user).send(new DescribeEndpointCommand({ EndpointName: 'ours-e' })),
  ).rejects.toMatchObject({ name: 'ValidationException', message: 'Could not find endpoint' });
});

test('invocations keep body, content type and headers, and are denied per endpoint', async () => {
  sagemaker.answer = () => ({
    body: '0.7',
    headers: { 'content-type': 'text/csv', 'x-amzn-invoked-production-variant': 'v1' },
  });
  const client = new SageMakerRuntimeClient(user);
  const invoke = (EndpointName: string) =>
    client.send(
      new InvokeEndpointCommand({ EndpointName, ContentType: 'text/csv', Accept: 'text/csv', Body: '1,2\u20ac' }),
    );
  const answer = await invoke('ours-e');
  expect([new TextDecoder().decode(answer.Body), answer.ContentType, answer.InvokedProductionVariant]).toEqual([
    '0.7',
    'text/csv',
    'v1',
  ]);
  expect(sagemaker.calls.at(-1)).toMatchObject({
    path: '/endpoints/ours-e/invocations',
    body: '1,2\u20ac',
    headers: { 'content-type': 'text/csv' },
  });
  await expect(invoke('theirs')).rejects.toEqual(denied('sagemaker:InvokeEndpoint', 'endpoint/theirs'));
});

test('SageMaker may assume the role that trusts it, and no other', async () => {
  const session: Credentials = await assume(emulator, of('training'), 'SageMaker');
  await new CloudWatchClient(emulator.config(session)).send(
    new PutMetricDataCommand({ Namespace: 'Any', MetricData: [{ MetricName: 'm', Value: 1 }] }),
  );
  await expect(assume(emulator, of('machine'), 'SageMaker')).rejects.toMatchObject({
    name: expect.stringContaining('AccessDenied'),
  });
});

test('metrics are limited by cloudwatch:namespace, alarms by their ARN', async () => {
  const client = new CloudWatchClient(user);
  const put = (Namespace: string) =>
    client.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }));
  await put('Ours');
  await expect(put('Theirs')).rejects.toEqual(deniedOnAll('cloudwatch:PutMetricData'));
  const alarm = {
    AlarmName: 'ours-a',
    MetricName: 'm',
    Namespace: 'Ours',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Statistic: 'Sum',
  } as const;
  await client.send(new PutMetricAlarmCommand(alarm));
  expect((await client.send(new DescribeAlarmsCommand({ AlarmNames: ['ours-a'] }))).MetricAlarms?.length).toBe(1);
  await expect(client.send(new DescribeAlarmsCommand({ AlarmNames: ['ours-a', 'theirs'] }))).rejects.toEqual(
    denied('cloudwatch:DescribeAlarms', 'alarm:theirs'),
  );
  await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toEqual(
    denied('cloudwatch:DescribeAlarms', 'alarm:\\*'),
  );
});

test('log groups and streams are limited by log-group:NAME:*', async () => {
  const client = new CloudWatchLogsClient(user);
  await client.send(new CreateLogGroupCommand({ logGroupName: '/ours' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/ours', logStreamName: 's' }));
  await client.send(
    new PutLogEventsCommand({
      logGroupName: '/ours',
      logStreamName: 's',
      logEvents: [{ timestamp: Date.now(), message: 'm' }],
    }),
  );
  await expect(client.send(new CreateLogGroupCommand({ logGroupName: '/theirs' }))).rejects.toEqual(
    denied('logs:CreateLogGroup', '/theirs'),
  );
});

test('items are limited by dynamodb:LeadingKeys, transactions and queries too', async () => {
  const client = new DynamoDBClient(user);
  const TableName = of('table');
  const transact = (keys: string[]) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: keys.map((key) => ({ Put: { TableName, Item: { PK: { S: key } } } })),
      }),
    );
  const query = (key: string) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'PK' },
        ExpressionAttributeValues: { ':pk': { S: key } },
      }),
    );
  await transact(['M#ours1', 'M#ours2']);
  expect((await query('M#ours1')).Count).toBe(1);
  await expect(transact(['M#ours3', 'M#theirs'])).rejects.toEqual(denied('dynamodb:PutItem', ''));
  await expect(query('M#theirs')).rejects.toEqual(denied('dynamodb:Query', ''));
  await expect(client.send(new GetItemCommand({ TableName, Key: { PK: { S: 'M#theirs' } } }))).rejects.toEqual(
    denied('dynamodb:GetItem', ''),
  );
});

test('events of aws.sagemaker come from the account only', async () => {
  const put = (config: typeof user) =>
    new EventBridgeClient(config).send(
      new PutEventsCommand({ Entries: [{ Source: 'aws.sagemaker', DetailType: 'd', Detail: '{}' }] }),
    );
  expect((await put(emulator.config())).FailedEntryCount).toBe(0);
  expect((await put(user)).Entries?.[0]?.ErrorCode).toBe('NotAuthorizedForSourceException');
});
