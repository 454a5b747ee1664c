import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { memoryRegistry } from '../../../lib/adapters/memory/registry.ts';
import { driftAlarm } from '../../../lib/core/release/guardrails.ts';
import { publishIncident } from '../../../lib/core/usecases/incidents/incident-metric.ts';
import { arnOf, deploy, ref } from './_stack.ts';
import { ACCOUNT, type Emulator, eventually, startEmulator, TIME_SCALE } from './_start.ts';

let emulator: Emulator;
let out: Record<string, string>;
let cloudwatch: CloudWatchClient;
const of = (name: string) => out[name] ?? '';
const PERIOD_MS = 60_000 * TIME_SCALE;

const admit = (queue: string, service: string, source: object) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [ref(queue)],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sqs:SendMessage',
          Resource: arnOf(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': source } },
        },
      ],
    },
  },
});
const subscription = (topic: string, queue: string) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: ref(topic), Protocol: 'sqs', Endpoint: arnOf(queue), RawMessageDelivery: true },
});

beforeAll(async () => {
  emulator = await startEmulator();
  cloudwatch = new CloudWatchClient(emulator.config());
  out = await deploy(
    emulator,
    'alarms',
    {
      Topic: { Type: 'AWS::SNS::Topic' },
      Inbox: { Type: 'AWS::SQS::Queue' },
      InboxPolicy: admit('Inbox', 'sns.amazonaws.com', ref('Topic')),
      Subscription: subscription('Topic', 'Inbox'),
      Closed: { Type: 'AWS::SNS::Topic' },
      ClosedPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [ref('Closed')],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sns:Publish',
                Resource: ref('Closed'),
              },
            ],
          },
        },
      },
      ClosedInbox: { Type: 'AWS::SQS::Queue' },
      ClosedInboxPolicy: admit('ClosedInbox', 'sns.amazonaws.com', ref('Closed')),
      ClosedSubscription: subscription('Closed', 'ClosedInbox'),
      Changes: { Type: 'AWS::SQS::Queue' },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: {
            source: ['aws.cloudwatch'],
            'detail-type': ['CloudWatch Alarm State Change'],
            detail: { alarmName: ['abort'] },
          },
          Targets: [{ Id: 't', Arn: arnOf('Changes') }],
        },
      },
      ChangesPolicy: admit('Changes', 'events.amazonaws.com', arnOf('Rule')),
      Dead: { Type: 'AWS::SQS::Queue' },
    },
    {
      topic: ref('Topic'),
      inbox: ref('Inbox'),
      closed: ref('Closed'),
      closedInbox: ref('ClosedInbox'),
      changes: ref('Changes'),
      dead: ref('Dead'),
      deadName: { 'Fn::GetAtt': ['Dead', 'QueueName'] },
    },
  );
});
afterAll(() => emulator?.stop());

async function alarm(AlarmName: string, more: Partial<PutMetricAlarmCommandInput>): Promise<void> {
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Ours',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0.5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...more,
    }),
  );
}
async function state(name: string): Promise<string | undefined> {
  return (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0]?.StateValue;
}
const reaches = (name: string, wanted: string) =>
  eventually(`${name} in ${wanted}`, async () => ((await state(name)) === wanted ? true : undefined));
const put = (MetricName: string, Value: number, dimensions: Record<string, string> = {}) =>
  cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'Ours',
      MetricData: [
        { MetricName, Value, Dimensions: Object.entries(dimensions).map(([Name, each]) => ({ Name, Value: each })) },
      ],
    }),
  );
const pause = (periods: number) => new Promise((resolve) => setTimeout(resolve, periods * PERIOD_MS));
async function message(queue: string): Promise<string | undefined> {
  const client = new SQSClient({ ...emulator.config(), useQueueUrlAsEndpoint: false });
  return (await client.send(new ReceiveMessageCommand({ QueueUrl: of(queue) }))).Messages?.[0]?.Body;
}

test('2 of 3 periods, of exactly these dimensions; OK again when the errors stop', async () => {
  const dimensions = { EndpointName: 'e', VariantName: 'v', EndpointConfigName: 'c2' };
  await alarm('errors', {
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  });
  await reaches('errors', 'OK');
  await put('Errors', 1, dimensions);
  for (let step = 0; step < 3; step += 1) {
    await put('Errors', 9, { EndpointName: 'e', VariantName: 'v' });
    await put('Errors', 9, { ...dimensions, EndpointConfigName: 'c1' });
    await pause(0.4);
    expect(await state('errors')).toBe('OK');
  }
  await put('Errors', 1, dimensions);
  await pause(0.8);
  await put('Errors', 1, dimensions);
  await reaches('errors', 'ALARM');
  await reaches('errors', 'OK');
});

test('under ignore a state set by hand holds; the change is an event and a message to topics that admit CloudWatch', async () => {
  await alarm('abort', {
    MetricName: 'Nothing',
    TreatMissingData: 'ignore',
    AlarmActions: [of('closed'), of('topic')],
    Dimensions: [{ Name: 'Release', Value: 'r' }],
  });
  expect(await state('abort')).toBe('INSUFFICIENT_DATA');
  await cloudwatch.send(
    new SetAlarmStateCommand({
      AlarmName: 'abort',
      StateValue: 'ALARM',
      StateReason: 'no traffic by the end of the bake',
    }),
  );

  const event = JSON.parse(await eventually('the event', () => message('changes')));
  expect(event.detail).toMatchObject({
    alarmName: 'abort',
    state: { value: 'ALARM', reason: 'no traffic by the end of the bake' },
    previousState: { value: 'INSUFFICIENT_DATA' },
    configuration: {
      metrics: [
        { metricStat: { metric: { namespace: 'Ours', name: 'Nothing', dimensions: { Release: 'r' } }, stat: 'Sum' } },
      ],
    },
  });
  expect(event.resources[0]).toContain(`${ACCOUNT}:alarm:abort`);
  expect(JSON.parse(await eventually('the message', () => message('inbox')))).toMatchObject({
    AlarmName: 'abort',
    NewStateValue: 'ALARM',
  });
  await pause(3);
  expect(await state('abort')).toBe('ALARM');
  expect(await message('closedInbox')).toBeUndefined();
});

test.each([
  ['missing', 'INSUFFICIENT_DATA'],
  ['notBreaching', 'OK'],
  ['breaching', 'ALARM'],
])('without data, %s is %s', async (TreatMissingData, expected) => {
  await alarm(`no-data-${TreatMissingData}`, { MetricName: 'Nothing', TreatMissingData });
  await pause(1.5);
  expect(await state(`no-data-${TreatMissingData}`)).toBe(expected);
});

test.each([
  ['Average', 15, { Statistic: 'Average' }],
  ['Minimum', 10, { Statistic: 'Minimum' }],
  ['SampleCount', 2, { Statistic: 'SampleCount' }],
  ['p90', 19, { Statistic: undefined, ExtendedStatistic: 'p90' }],
] as const)('%s of 10 and 20 is %d', async (name, value, statistic) => {
  await alarm(`${name}-at`, {
    MetricName: name,
    Threshold: value,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...statistic,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 1,
  });
  await alarm(`${name}-above`, {
    MetricName: name,
    Threshold: value + 0.01,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...statistic,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 1,
  });
  const MetricData = [{ MetricName: name, Values: [10, 20] }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Ours', MetricData }));
  await reaches(`${name}-at`, 'ALARM');
  expect(await state(`${name}-above`)).toBe('OK');
});

test('the drift alarm follows a 1 and a 0 of the same minute, and a 1 after them', async () => {
  await cloudwatch.send(new PutMetricAlarmCommand(driftAlarm('p', 'm', 's')));
  const ports = {
    registry: memoryRegistry(),
    clock: systemClock,
    backoff: systemBackoff,
    metrics: awsMetrics({ client: cloudwatch }),
    platform: 'p',
  };
  const publish = (drifts: boolean) => publishIncident(ports, { model: 'm', stage: 's', kind: 'drift' }, drifts);
  await publish(true);
  await publish(false);
  await reaches('p-m-s-drift', 'ALARM');
  await reaches('p-m-s-drift', 'OK');
  await publish(true);
  await reaches('p-m-s-drift', 'ALARM');
});

test('a message in a queue raises the alarm on AWS/SQS', async () => {
  await alarm('dead-letters', {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Statistic: 'Maximum',
    Dimensions: [{ Name: 'QueueName', Value: of('deadName') }],
  });
  await new SQSClient({ ...emulator.config(), useQueueUrlAsEndpoint: false }).send(
    new SendMessageCommand({ QueueUrl: of('dead'), MessageBody: 'x' }),
  );
  await reaches('dead-letters', 'ALARM');
});

test('a metric embedded in a log line is recorded', async () => {
  await alarm('embedded', { MetricName: 'Rejected', Dimensions: [{ Name: 'Model', Value: 'churn' }] });
  const client = new CloudWatchLogsClient(emulator.config());
  const where = { logGroupName: '/ours', logStreamName: 's' };
  await client.send(new CreateLogGroupCommand(where));
  await client.send(new CreateLogStreamCommand(where));
  const _aws = {
    Timestamp: Date.now(),
    CloudWatchMetrics: [{ Namespace: 'Ours', Dimensions: [['Model']], Metrics: [{ Name: 'Rejected', Unit: 'Count' }] }],
  };
  await client.send(
    new PutLogEventsCommand({
      ...where,
      logEvents: [{ timestamp: Date.now(), message: JSON.stringify({ _aws, Model: 'churn', Rejected: 3 }) }],
    }),
  );
  await reaches('embedded', 'ALARM');
});
