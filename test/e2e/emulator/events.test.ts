import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arnOf, deploy, lambda, ref, role } from './_stack.ts';
import { type Emulator, eventually, startEmulator } from './_start.ts';

let emulator: Emulator;
let out: Record<string, string>;
const of = (name: string) => out[name] ?? '';

const queuePolicy = (queue: string, rule: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [ref(queue)],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arnOf(queue),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': arnOf(rule) } },
        },
      ],
    },
  },
});
const rule = (EventPattern: object, ...Targets: object[]) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern, Targets: Targets.map((each, index) => ({ Id: `t${index}`, ...each })) },
});
const machine = {
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    RoleArn: arnOf('MachineRole'),
    DefinitionString: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }),
  },
};

beforeAll(async () => {
  emulator = await startEmulator({ SET_ALARM_STATE_HOLDS: '0' });
  const pattern = { source: ['ours'] };
  out = await deploy(
    emulator,
    'events',
    {
      Open: { Type: 'AWS::SQS::Queue' },
      Closed: { Type: 'AWS::SQS::Queue' },
      ForOther: { Type: 'AWS::SQS::Queue' },
      Rule: rule(pattern, { Arn: arnOf('Closed') }, { Arn: arnOf('ForOther') }, { Arn: arnOf('Open') }),
      OpenPolicy: queuePolicy('Open', 'Rule'),
      Uploads: { Type: 'AWS::SQS::Queue' },
      UploadRule: rule({ source: ['aws.s3'], 'detail-type': ['Object Created'] }, { Arn: arnOf('Uploads') }),
      UploadsPolicy: queuePolicy('Uploads', 'UploadRule'),
      ForOtherPolicy: queuePolicy('ForOther', 'UploadRule'),
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      },
      MachineRole: role('states.amazonaws.com', []),
      May: machine,
      MayNot: machine,
      Starter: role('events.amazonaws.com', [{ Action: 'states:StartExecution', Resource: arnOf('May') }]),
      StartRule: rule(
        pattern,
        { Arn: arnOf('MayNot'), RoleArn: arnOf('Starter') },
        { Arn: arnOf('May'), RoleArn: arnOf('Starter') },
      ),
      Unadmitted: lambda('MachineRole', 'exports.handler = async () => {};'),
      LambdaRule: rule(pattern, { Arn: arnOf('Unadmitted') }),
      Ticks: { Type: 'AWS::SQS::Queue' },
      EveryMinute: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 't', Arn: arnOf('Ticks') }] },
      },
      TicksPolicy: queuePolicy('Ticks', 'EveryMinute'),
    },
    {
      open: ref('Open'),
      closed: ref('Closed'),
      forOther: ref('ForOther'),
      uploads: ref('Uploads'),
      ticks: ref('Ticks'),
      bucket: ref('Bucket'),
      may: ref('May'),
      mayNot: ref('MayNot'),
    },
  );
});
afterAll(() => emulator?.stop());

async function message(queue: string): Promise<string | undefined> {
  const client = new SQSClient({ ...emulator.config(), useQueueUrlAsEndpoint: false });
  return (await client.send(new ReceiveMessageCommand({ QueueUrl: of(queue) }))).Messages?.[0]?.Body;
}

test('a rule reaches a queue whose policy admits it, and no queue without or for another rule', async () => {
  await new EventBridgeClient(emulator.config()).send(
    new PutEventsCommand({ Entries: [{ Source: 'ours', DetailType: 'd', Detail: '{"a":1}' }] }),
  );
  expect(JSON.parse(await eventually('the event', () => message('open'))).detail).toEqual({ a: 1 });
  expect([await message('closed'), await message('forOther')]).toEqual([undefined, undefined]);
  for (const action of ['sqs:SendMessage', 'lambda:InvokeFunction']) {
    const refusal = `its policy does not let events.amazonaws.com ${action}`;
    await eventually(refusal, async () => (emulator.stderr().includes(refusal) ? true : undefined));
  }
});

test('a rule starts a state machine only with a role that may', async () => {
  const client = new SFNClient(emulator.config());
  const executions = async (name: string) =>
    (await client.send(new ListExecutionsCommand({ stateMachineArn: of(name) }))).executions ?? [];
  await eventually('the execution', async () => ((await executions('may')).length > 0 ? true : undefined));
  expect(await executions('mayNot')).toEqual([]);
});

test('an upload to a versioned bucket carries the version id', async () => {
  const client = new S3Client({ ...emulator.config(), forcePathStyle: true });
  await client.send(
    new PutBucketVersioningCommand({ Bucket: of('bucket'), VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const { VersionId } = await client.send(
    new PutObjectCommand({ Bucket: of('bucket'), Key: 'm/uploads/1/a b.csv', Body: 'x' }),
  );
  const { detail } = JSON.parse(await eventually('the upload event', () => message('uploads')));
  expect(detail.object).toMatchObject({ key: 'm/uploads/1/a b.csv', 'version-id': VersionId });
  expect(VersionId).toBeTruthy();
});

test('SET_ALARM_STATE_HOLDS=0: a state set by hand falls back unless it is asserted again', async () => {
  const client = new CloudWatchClient(emulator.config());
  const alarm = {
    AlarmName: 'abort',
    Namespace: 'N',
    MetricName: 'M',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  } as const;
  await client.send(new PutMetricAlarmCommand(alarm));
  await client.send(new SetAlarmStateCommand({ AlarmName: 'abort', StateValue: 'ALARM', StateReason: 'by hand' }));
  const state = async () =>
    (await client.send(new DescribeAlarmsCommand({ AlarmNames: ['abort'] }))).MetricAlarms?.[0]?.StateValue;
  expect(await state()).toBe('ALARM');
  await eventually('the fall back', async () => ((await state()) === 'INSUFFICIENT_DATA' ? true : undefined));
});

test('a rule with rate(1 minute) fires by the scaled clock', async () => {
  expect(JSON.parse(await eventually('the schedule', () => message('ticks')))['detail-type']).toBe('Scheduled Event');
});
