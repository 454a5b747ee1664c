import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, machine, run, start, task } from './_machine.ts';
import { type FakeSageMaker, startFakeSageMaker } from './_sagemaker.ts';
import { arnOf, deploy, lambda, ref, role } from './_stack.ts';
import { ACCOUNT, type Emulator, eventually, REGION, startEmulator } from './_start.ts';

let emulator: Emulator;
let sagemaker: FakeSageMaker;
let out: Record<string, string>;
const sm = (resource: string) => `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${resource}`;

const CODE = `
class TooSmall extends Error { constructor(m) { super(m); this.name = 'TooSmall'; } }
exports.handler = async (event) => {
  if (event.fail === 'own') throw new TooSmall('only 3 rows');
  if (event.fail === 'exit') process.exit(1);
  if (event.fail === 'text') throw 'just text';
  return { got: event };
};`;

beforeAll(async () => {
  sagemaker = await startFakeSageMaker();
  emulator = await startEmulator({ SAGEMAKER_UPSTREAM: sagemaker.url });
  out = await deploy(
    emulator,
    'workflows',
    {
      FunctionRole: role('lambda.amazonaws.com', []),
      Function: lambda('FunctionRole', CODE),
      Other: lambda('FunctionRole', CODE),
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue' },
      Training: role('sagemaker.amazonaws.com', []),
      Machine: role('states.amazonaws.com', [
        { Action: 'lambda:InvokeFunction', Resource: arnOf('Function') },
        { Action: 'dynamodb:PutItem', Resource: arnOf('Table') },
        { Action: 'sqs:SendMessage', Resource: arnOf('Queue') },
        { Action: 'events:PutEvents', Resource: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` },
        {
          Action: [
            'cloudwatch:PutMetricAlarm',
            'cloudwatch:SetAlarmState',
            'cloudwatch:DescribeAlarms',
            'cloudwatch:DeleteAlarms',
          ],
          Resource: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:ours-*`,
        },
        {
          Action: 'states:StartExecution',
          Resource: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:machine-*`,
        },
        { Action: 'sagemaker:*TrainingJob', Resource: sm('training-job/ours-*') },
        { Action: ['sagemaker:UpdateEndpoint'], Resource: [sm('endpoint/ours-*'), sm('endpoint-config/ours-*')] },
        {
          Action: 'iam:PassRole',
          Resource: arnOf('Training'),
          Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
        },
      ]),
      Powerless: role('states.amazonaws.com', []),
      Untrusted: role('lambda.amazonaws.com', [{ Action: '*', Resource: '*' }]),
    },
    {
      fn: arnOf('Function'),
      other: arnOf('Other'),
      table: ref('Table'),
      queue: ref('Queue'),
      training: arnOf('Training'),
      machine: arnOf('Machine'),
      powerless: arnOf('Powerless'),
      untrusted: arnOf('Untrusted'),
    },
  );
});
afterAll(async () => {
  await emulator?.stop();
  await sagemaker?.stop();
});

const of = (name: string) => out[name] ?? '';
const INVOKE = 'arn:aws:states:::lambda:invoke';
const describe = (name: string, status: string, more: object = {}) => ({
  TrainingJobName: name,
  TrainingJobArn: sm(`training-job/${name}`),
  TrainingJobStatus: status,
  CreationTime: 1_750_000_000.5,
  ...more,
});
const training = (name: string) => ({ TrainingJobName: name, RoleArn: of('training') });

test('a machine may do what its role allows: function, table, queue, bus, alarms', async () => {
  const alarm = {
    AlarmName: 'ours-errors',
    Namespace: 'Test',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 0.5,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
    Dimensions: [
      { Name: 'EndpointName', Value: 'e' },
      { Name: 'VariantName', Value: 'v' },
    ],
  };
  const result = await run(emulator, of('machine'), {
    Call: {
      Type: 'Task',
      Resource: INVOKE,
      Arguments: { FunctionName: of('fn'), Payload: { a: 1 } },
      Assign: { got: '{% $states.result.Payload.got.a %}' },
      Next: 'Put',
    },
    Put: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
      Arguments: { TableName: of('table'), Item: { PK: { S: 'k' } } },
      Next: 'Send',
    },
    Send: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: of('queue'), MessageBody: 'hello' },
      Next: 'Publish',
    },
    Publish: {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: { Entries: [{ Source: 'ours', DetailType: 'd', Detail: {} }] },
      Next: 'Alarm',
    },
    Alarm: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:cloudwatch:putMetricAlarm',
      Arguments: alarm,
      Next: 'Set',
    },
    Set: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:cloudwatch:setAlarmState',
      Arguments: { AlarmName: 'ours-errors', StateValue: 'ALARM', StateReason: 'by hand' },
      Next: 'Look',
    },
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:cloudwatch:describeAlarms',
      Arguments: { AlarmNames: ['ours-errors'] },
      Assign: { alarm: '{% $states.result.MetricAlarms[0] %}' },
      Next: 'Delete',
    },
    Delete: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:cloudwatch:deleteAlarms',
      Arguments: { AlarmNames: ['ours-errors'] },
      Next: 'Done',
    },
    Done: {
      Type: 'Succeed',
      Output: {
        got: '{% $got %}',
        state: '{% $alarm.StateValue %}',
        periods: '{% $alarm.EvaluationPeriods %}',
        dimensions: '{% $count($alarm.Dimensions) %}',
      },
    },
  });

  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { got: 1, state: 'ALARM', periods: 3, dimensions: 2 } });
  const { Item } = await new DynamoDBClient(emulator.config()).send(
    new GetItemCommand({ TableName: of('table'), Key: { PK: { S: 'k' } } }),
  );
  expect(Item).toEqual({ PK: { S: 'k' } });
  const { Messages } = await new SQSClient({ ...emulator.config(), useQueueUrlAsEndpoint: false }).send(
    new ReceiveMessageCommand({ QueueUrl: of('queue') }),
  );
  expect(Messages?.[0]?.Body).toBe('hello');
  const { MetricAlarms } = await new CloudWatchClient(emulator.config()).send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms).toEqual([]);
});

test.each([
  [
    'another function',
    INVOKE,
    () => ({ FunctionName: of('other') }),
    'Lambda.AWSLambdaException',
    'lambda:InvokeFunction',
  ],
  [
    'another action on the table',
    'arn:aws:states:::aws-sdk:dynamodb:deleteItem',
    () => ({ TableName: of('table'), Key: { PK: { S: 'k' } } }),
    'DynamoDb.DynamoDbException',
    'dynamodb:DeleteItem',
  ],
  [
    'an alarm of others',
    'arn:aws:states:::aws-sdk:cloudwatch:describeAlarms',
    () => ({ AlarmNames: ['ours-a', 'theirs'] }),
    'CloudWatch.CloudWatchException',
    'cloudwatch:DescribeAlarms',
  ],
  [
    'a training job of others',
    'arn:aws:states:::sagemaker:createTrainingJob.sync',
    () => training('theirs'),
    'SageMaker.AmazonSageMakerException',
    'sagemaker:CreateTrainingJob',
  ],
  [
    'a role that may not be passed',
    'arn:aws:states:::sagemaker:createTrainingJob.sync',
    () => ({ ...training('ours-1'), RoleArn: of('untrusted') }),
    'SageMaker.AmazonSageMakerException',
    'iam:PassRole',
  ],
  [
    'an endpoint with a configuration of others',
    'arn:aws:states:::aws-sdk:sagemaker:updateEndpoint',
    () => ({ EndpointName: 'ours-e', EndpointConfigName: 'theirs' }),
    'SageMaker.SageMakerException',
    'sagemaker:UpdateEndpoint',
  ],
])('a machine may not use %s', async (_what, resource, args, error, action) => {
  const before = sagemaker.calls.length;
  const result = await run(emulator, of('machine'), task(resource, args()));
  expect(result).toMatchObject({ status: 'FAILED', error });
  expect(result.cause).toContain(`is not authorized to perform: ${action} on resource: arn:aws:`);
  expect(sagemaker.calls.length).toBe(before);
});

test('a role that does not trust Step Functions can do nothing', async () => {
  const result = await run(emulator, of('untrusted'), task(INVOKE, { FunctionName: of('fn') }));
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
});

test('a denial reaches tasks that wait for a token, and Catch', async () => {
  const result = await run(emulator, of('powerless'), {
    Only: {
      ...task('arn:aws:states:::lambda:invoke.waitForTaskToken', { FunctionName: of('fn') })['Only'],
      Catch: [{ ErrorEquals: ['Lambda.AWSLambdaException'], Next: 'Denied' }],
    },
    Denied: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  });
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: 'Lambda.AWSLambdaException' });
});

test.each([
  ['own', 'TooSmall', 'only 3 rows'],
  ['text', 'string', 'just text'],
  ['exit', 'Runtime.ExitError', 'exited'],
])('a Lambda that fails (%s) is the error %s', async (fail, error, message) => {
  const result = await run(emulator, of('machine'), task(INVOKE, { FunctionName: of('fn'), Payload: { fail } }));
  expect(result).toMatchObject({ status: 'FAILED', error });
  expect(JSON.parse(result.cause ?? '{}')).toMatchObject({
    errorType: error,
    errorMessage: expect.stringContaining(message),
  });
});

test('Parallel in JSONata: Arguments, Output, Assign, and variables of its branches stay inside', async () => {
  const branch = (name: string, factor: number) => ({
    StartAt: name,
    States: {
      [name]: { Type: 'Pass', Assign: { mine: `{% $states.input.n * ${factor} %}` }, Next: `${name}End` },
      [`${name}End`]: { Type: 'Succeed', Output: { mine: '{% $mine %}' } },
    },
  });
  const result = await run(
    emulator,
    of('machine'),
    {
      Both: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.start + 1 %}' },
        Branches: [branch('A', 10), branch('B', 100)],
        Assign: { sum: '{% $sum($states.result.mine) %}' },
        Output: { each: '{% $states.result.mine %}' },
        Next: 'Done',
      },
      Done: { Type: 'Succeed', Output: { sum: '{% $sum %}', each: '{% $states.input.each %}' } },
    },
    { start: 1 },
  );
  expect(result.output).toMatchObject({ each: [20, 200] });
  expect(result.status).toBe('SUCCEEDED');
});

const distributed = (states: Record<string, object>, more: object = {}) => ({
  Outer: { Type: 'Pass', Assign: { outer: 7 }, Next: 'Each' },
  Each: {
    Type: 'Map',
    Label: 'each',
    Items: '{% [1..$states.input.most] %}',
    ItemSelector: { n: '{% $states.context.Map.Item.Value %}', outer: '{% $outer %}' },
    MaxConcurrency: '{% 2 %}',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: Object.keys(states)[0],
      States: states,
    },
    Assign: { sum: '{% $sum($states.result.Payload.got.n) %}' },
    Output: '{% $states.result.Payload.got %}',
    Next: 'Done',
    ...more,
  },
  Done: { Type: 'Succeed', Output: { sum: '{% $sum %}', each: '{% $states.input %}' } },
});

test('Distributed Map in JSONata: Items, ItemSelector, Output, Assign; a child has the role, its input and no more', async () => {
  const states = task(INVOKE, {
    FunctionName: of('fn'),
    Payload: '{% $states.context.Execution.Input %}',
  });
  const result = await run(emulator, of('machine'), distributed(states), { most: 3 });
  const child = (n: number) => ({ n, outer: 7 });
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { sum: 6, each: [child(1), child(2), child(3)] } });
  const variable = task(INVOKE, { FunctionName: of('fn'), Payload: { n: '{% $outer %}' } });
  expect(await run(emulator, of('machine'), distributed(variable), { most: 1 })).toMatchObject({ status: 'FAILED' });
});

test('a Distributed Map needs the right to start its own machine, and its children the rights of their tasks', async () => {
  const states = task(INVOKE, { FunctionName: of('fn') });
  const denied = await run(emulator, of('powerless'), distributed(states), { most: 1 });
  expect(denied).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
  expect(denied.cause).toContain('is not authorized to perform: states:StartExecution');
  const other = await run(emulator, of('machine'), distributed(task(INVOKE, { FunctionName: of('other') })), {
    most: 1,
  });
  expect(other).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});

test('.sync waits for the job and gives its description, with times as text', async () => {
  let looks = 0;
  sagemaker.answer = ({ action }) => {
    if (action === 'CreateTrainingJob') return { body: { TrainingJobArn: sm('training-job/ours-2') } };
    looks += 1;
    return { body: describe('ours-2', looks < 2 ? 'InProgress' : 'Completed') };
  };
  const result = await run(
    emulator,
    of('machine'),
    task('arn:aws:states:::sagemaker:createTrainingJob.sync', training('ours-2')),
  );
  expect(result).toMatchObject({
    status: 'SUCCEEDED',
    output: { TrainingJobName: 'ours-2', TrainingJobStatus: 'Completed', CreationTime: '2025-06-15T15:06:40.500Z' },
  });
  expect(sagemaker.calls.at(-1)?.headers).toMatchObject({ 'x-local-account': ACCOUNT, 'x-local-region': REGION });
});

test.each([
  ['ResourceInUse', 'createTrainingJob.sync', 'SageMaker.ResourceInUseException'],
  ['ResourceLimitExceeded', 'createTrainingJob', 'SageMaker.ResourceLimitExceededException'],
  ['ValidationException', 'createTrainingJob', 'SageMaker.AmazonSageMakerException'],
])('the wire error %s of %s is %s', async (type, action, error) => {
  sagemaker.answer = () => ({ status: 400, body: { __type: type, message: 'what is wrong' } });
  const result = await run(emulator, of('machine'), task(`arn:aws:states:::sagemaker:${action}`, training('ours-3')));
  expect(result).toMatchObject({ status: 'FAILED', error, cause: 'what is wrong' });
});

test.each([
  ['ResourceNotFound', 'SageMaker.ResourceNotFoundException'],
  ['ValidationException', 'SageMaker.SageMakerException'],
])('the wire error %s of an aws-sdk task is %s', async (type, error) => {
  sagemaker.answer = () => ({ status: 400, body: { __type: type, message: 'what is wrong' } });
  const result = await run(
    emulator,
    of('machine'),
    task('arn:aws:states:::aws-sdk:sagemaker:updateEndpoint', { EndpointName: 'ours-e', EndpointConfigName: 'ours-c' }),
  );
  expect(result).toMatchObject({ status: 'FAILED', error, cause: 'what is wrong' });
});

test('a job that fails is States.TaskFailed with its description as cause', async () => {
  sagemaker.answer = ({ action }) => ({
    body:
      action === 'CreateTrainingJob' ? {} : describe('ours-4', 'Failed', { FailureReason: 'AlgorithmError: no rows' }),
  });
  const result = await run(
    emulator,
    of('machine'),
    task('arn:aws:states:::sagemaker:createTrainingJob.sync', training('ours-4')),
  );
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(JSON.parse(result.cause ?? '{}').FailureReason).toBe('AlgorithmError: no rows');
});

test('a stopped execution stays ABORTED and stops its job', async () => {
  sagemaker.answer = ({ action }) => ({ body: action === 'CreateTrainingJob' ? {} : describe('ours-5', 'InProgress') });
  const execution = await start(
    emulator,
    await machine(
      emulator,
      of('machine'),
      task('arn:aws:states:::sagemaker:createTrainingJob.sync', training('ours-5')),
    ),
  );
  await eventually('the job', async () =>
    sagemaker.calls.some((call) => call.body.includes('ours-5')) ? true : undefined,
  );
  await new SFNClient(emulator.config()).send(new StopExecutionCommand({ executionArn: execution }));
  await eventually('the stop', async () =>
    sagemaker.calls.some((call) => call.action === 'StopTrainingJob') ? true : undefined,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await ended(emulator, execution)).status).toBe('ABORTED');
});

test('TimeoutSeconds may be an expression, is real time, and stops the job', async () => {
  sagemaker.answer = ({ action }) => ({ body: action === 'CreateTrainingJob' ? {} : describe('ours-6', 'InProgress') });
  const states = task('arn:aws:states:::sagemaker:createTrainingJob.sync', training('ours-6'), {
    TimeoutSeconds: '{% $states.input.limit %}',
  });
  const result = await run(emulator, of('machine'), states, { limit: 1 });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  await eventually('the stop', async () =>
    sagemaker.calls.some((call) => call.action === 'StopTrainingJob' && call.body.includes('ours-6'))
      ? true
      : undefined,
  );
});

test('a failing branch stops the job of the branch beside it', async () => {
  sagemaker.answer = ({ action }) => ({ body: action === 'CreateTrainingJob' ? {} : describe('ours-7', 'InProgress') });
  const result = await run(emulator, of('machine'), {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Only', States: task('arn:aws:states:::sagemaker:createTrainingJob.sync', training('ours-7')) },
        { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Bad', Cause: 'on purpose' } } },
      ],
      End: true,
    },
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'on purpose' });
  await eventually('the stop', async () =>
    sagemaker.calls.some((call) => call.action === 'StopTrainingJob' && call.body.includes('ours-7'))
      ? true
      : undefined,
  );
});

test('the same name and input while running is the same execution', async () => {
  const waiting = await machine(emulator, of('machine'), { Wait: { Type: 'Wait', Seconds: 100, End: true } });
  const client = new SFNClient(emulator.config());
  const command = () => new StartExecutionCommand({ stateMachineArn: waiting, name: 'once', input: '{"a":1}' });
  const [first, second] = [await client.send(command()), await client.send(command())];
  expect(second.executionArn).toBe(first.executionArn);
  const other = new StartExecutionCommand({ stateMachineArn: waiting, name: 'once', input: '{}' });
  await expect(client.send(other)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});
