/** Every asynchronous hop ends in the one dead-letter queue when it fails. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTLING_SECONDS } from '../../lib/core/contracts/state-machines.ts';
import { resourceStatements } from '../check/cloud/policies.ts';
import { synthesise } from './_synth.ts';

const platform = synthesise({
  subscribers: ['oncall@example.com', { email: 'ml@example.com', severity: ['NOW', 'TODAY'], models: ['churn'] }],
});
const DEAD_LETTERS = platform.one('AWS::SQS::Queue', 'DeadLetters');
const DEAD_LETTERS_ARN = `<${DEAD_LETTERS.id}.Arn>`;
const workQueues = platform.all('AWS::SQS::Queue').filter(({ id }) => id !== DEAD_LETTERS.id);
const rules = platform.all('AWS::Events::Rule');
const statements = resourceStatements(platform);

it('has seven work queues, one dead-letter queue and seven rules', () => {
  expect(workQueues).toHaveLength(7);
  expect(rules).toHaveLength(7);
  expect(DEAD_LETTERS.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
});

describe.each(workQueues)('queue $id', ({ id, Properties }) => {
  const mapping = platform
    .all('AWS::Lambda::EventSourceMapping')
    .find((one) => platform.text(one.Properties.EventSourceArn) === `<${id}.Arn>`);
  const consumer = platform
    .all('AWS::Lambda::Function')
    .find((one) => platform.text(mapping?.Properties.FunctionName) === `<${one.id}>`);

  it('moves what failed five times to the dead letters; what waits for an endpoint to rest, when that took too long', () => {
    expect(platform.text(Properties.RedrivePolicy.deadLetterTargetArn)).toBe(DEAD_LETTERS_ARN);
    const receives = Properties.RedrivePolicy.maxReceiveCount;
    if (!id.startsWith('ExecutionEnds')) return expect(receives).toBe(5);
    expect(receives * Properties.VisibilityTimeout).toBeGreaterThanOrEqual(SETTLING_SECONDS);
    expect(receives).toBeLessThanOrEqual(1000);
    expect(receives * Properties.VisibilityTimeout).toBeLessThan(Properties.MessageRetentionPeriod);
  });

  it('hides a message for six times as long as its function may run', () => {
    expect(Properties.VisibilityTimeout).toBe(6 * consumer?.Properties.Timeout);
  });

  it('feeds one function with a limit, failed messages one by one', () => {
    expect(mapping?.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping?.Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    expect(consumer).toBeDefined();
  });
});

it('reserves concurrency nowhere: small accounts have a quota of ten', () => {
  for (const { Properties } of platform.all('AWS::Lambda::Function'))
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
});

describe.each(rules)('rule $id', (rule) => {
  const [target, ...more] = rule.Properties.Targets as { Arn: unknown; DeadLetterConfig: { Arn: unknown } }[];
  const arn = platform.text(target?.Arn);

  it('has one target, with the dead letters behind it', () => {
    expect(more).toEqual([]);
    expect(platform.text(target?.DeadLetterConfig.Arn)).toBe(DEAD_LETTERS_ARN);
  });

  it('is allowed to reach its target, by name', () => {
    const source = `<${rule.id}.Arn>`;
    const queued = statements.some(
      ({ resources, actions, conditions, services }) =>
        resources.includes(arn) &&
        actions.includes('sqs:SendMessage') &&
        services.includes('events.amazonaws.com') &&
        conditions.ArnLike?.['aws:SourceArn']?.includes(source),
    );
    const invoked = platform
      .all('AWS::Lambda::Permission')
      .some(
        ({ Properties }) =>
          platform.text(Properties.FunctionName) === arn && platform.text(Properties.SourceArn) === source,
      );
    expect(queued || invoked).toBe(true);
  });

  it('gives up to the dead letters behind Lambda, too, when its target is a function', () => {
    const target = platform.all('AWS::Lambda::Function').find(({ id }) => arn === `<${id}.Arn>`);
    if (!target) return expect(workQueues.map(({ id }) => `<${id}.Arn>`)).toContain(arn);
    const config = platform
      .all('AWS::Lambda::EventInvokeConfig')
      .find(({ Properties }) => platform.text(Properties.FunctionName) === `<${target.id}>`);
    expect(platform.text(config?.Properties.DestinationConfig.OnFailure.Destination)).toBe(DEAD_LETTERS_ARN);
  });
});

describe('what rules listen to', () => {
  it('starts training for uploads of the data bucket and nothing else', () => {
    const { EventPattern } = platform.one('AWS::Events::Rule', 'IntakeUploads').Properties;
    expect(EventPattern.source).toEqual(['aws.s3']);
    expect(EventPattern['detail-type']).toEqual(['Object Created']);
    expect(EventPattern.detail.object.key).toEqual([{ wildcard: '*/uploads/*' }]);
    const bucket = platform.one('AWS::S3::Bucket', 'BucketsData');
    expect(EventPattern.detail.bucket.name.map((name: unknown) => platform.text(name))).toEqual([`<${bucket.id}>`]);
  });

  it.each([
    ['NotifierIncidents', 'Sluice Incident'],
    ['NotifierNotice', 'Notice'],
  ])('%s hears of this platform only', (rule, type) => {
    expect(platform.one('AWS::Events::Rule', rule).Properties.EventPattern).toEqual({
      source: ['sluice'],
      'detail-type': [type],
      detail: { platform: ['sluice'] },
    });
  });

  it('retrains when drift of this platform begins, and for nothing else', () => {
    const { EventPattern } = platform.one('AWS::Events::Rule', 'RetrainingOpened').Properties;
    expect(EventPattern).toEqual({
      source: ['sluice'],
      'detail-type': ['Sluice Incident'],
      detail: { platform: ['sluice'], kind: ['drift'], change: ['opened'] },
    });
  });

  it('hears of the two state machines, and only when an execution did not end well', () => {
    const { EventPattern } = platform.one('AWS::Events::Rule', 'ExecutionEnds').Properties;
    expect(EventPattern.source).toEqual(['aws.states']);
    expect(EventPattern['detail-type']).toEqual(['Step Functions Execution Status Change']);
    expect(EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
    expect(EventPattern.detail.stateMachineArn.map((arn: unknown) => platform.text(arn))).toEqual(
      platform
        .all('AWS::StepFunctions::StateMachine')
        .map(({ Properties }) => `arn:aws:states:us-east-1:123456789012:stateMachine:${Properties.StateMachineName}`),
    );
  });

  it('looks for closed windows every hour, two minutes after their end', () => {
    expect(platform.one('AWS::Events::Rule', 'DriftHourly').Properties.ScheduleExpression).toBe('cron(2 * * * ? *)');
  });
});

describe('dead letters', () => {
  it('raise one alarm, which acts on the topic itself', () => {
    const [alarm, ...more] = platform.all('AWS::CloudWatch::Alarm');
    const topic = platform.one('AWS::SNS::Topic', 'Notifications');
    expect(more).toEqual([]);
    expect(alarm?.Properties).toMatchObject({
      AlarmName: 'sluice-dead-letters',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
    expect(platform.text(alarm?.Properties.Dimensions[0].Value)).toBe(`<${DEAD_LETTERS.id}.QueueName>`);
    expect(alarm?.Properties.AlarmActions.map((arn: unknown) => platform.text(arn))).toEqual([`<${topic.id}>`]);
  });

  it('have an alarm whose description leads to the runbook, as every alarm has', () => {
    const runbook = readFileSync(new URL('../../lib/docs/runbook.md', import.meta.url), 'utf8');
    const alarms = platform.all('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties } of alarms) {
      const [, anchor] =
        /See lib\/docs\/runbook\.md#([a-z-]+)\.$/.exec(platform.text(Properties.AlarmDescription)) ?? [];
      expect(runbook).toContain(`\n## ${anchor}\n`);
    }
  });

  it('are open to rules of this platform and to its topic', () => {
    const senders = statements
      .filter(({ resources, effect }) => effect === 'Allow' && resources.includes(DEAD_LETTERS_ARN))
      .map(({ services, conditions }) => [services[0], conditions.ArnLike?.['aws:SourceArn']?.[0]]);
    expect(senders).toEqual([
      ['events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/sluice-*'],
      ['sns.amazonaws.com', `<${platform.one('AWS::SNS::Topic', 'Notifications').id}>`],
    ]);
  });

  it('take what a subscriber could not be told', () => {
    const subscriptions = platform.all('AWS::SNS::Subscription');
    expect(subscriptions.map(({ Properties: p }) => [p.Protocol, p.Endpoint, p.FilterPolicy])).toEqual([
      ['email', 'oncall@example.com', undefined],
      ['email', 'ml@example.com', { severity: ['NOW', 'TODAY'], model: ['churn'] }],
    ]);
    for (const { Properties } of subscriptions)
      expect(platform.text(Properties.RedrivePolicy.deadLetterTargetArn)).toBe(DEAD_LETTERS_ARN);
  });
});
