/** The small services: what is sent arrives as it was sent. */

import { DeleteAlarmsCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { awsAlarms } from '../../lib/adapters/aws/alarms.ts';
import {
  cloudWatchClient,
  eventBridgeClient,
  parameterClient,
  queueClient,
  topicClient,
} from '../../lib/adapters/aws/clients.ts';
import { awsEventBus } from '../../lib/adapters/aws/event-bus.ts';
import { awsMetrics } from '../../lib/adapters/aws/metrics.ts';
import { findPlatform, PlatformMissing } from '../../lib/adapters/aws/platform.ts';
import { awsPublisher } from '../../lib/adapters/aws/publisher.ts';
import { awsQueue } from '../../lib/adapters/aws/queue.ts';
import { systemClock } from '../../lib/adapters/aws/system.ts';
import { memoryMetrics } from '../../lib/adapters/memory/metrics.ts';
import { OUTPUTS, parameterName } from '../../lib/core/contracts/outputs.ts';
import { renderMessage } from '../../lib/core/messages/render.ts';
import type { Metrics } from '../../lib/core/ports/services.ts';
import { Subscribers } from '../../lib/infra/config/subscribers.ts';
import { NOTICES } from '../unit/core/messages/notices.ts';
import { endpoint, onEachAdapter, unique } from './_emulator.ts';

onEachAdapter<Metrics>(
  'metrics',
  { memory: () => memoryMetrics(systemClock), aws: async () => awsMetrics({ client: cloudWatchClient() }) },
  (make) => {
    let metrics: Metrics;
    beforeEach(async () => {
      metrics = await make();
    });

    test('sums one metric by its whole set of dimensions; nothing is 0', async () => {
      const space = `Contract${unique()}`;
      const sumOf = (dimensions: Record<string, string>) =>
        metrics.sum(space, 'Drift', dimensions, new Date(Date.now() - 120_000), new Date(Date.now() + 120_000));
      await metrics.put(space, 'Drift', 1, { Model: 'a', Stage: 'p' });
      await metrics.put(space, 'Drift', 2, { Stage: 'p', Model: 'a' });
      await metrics.put(space, 'Drift', 4, { Model: 'b', Stage: 'p' });
      expect(await sumOf({ Model: 'a', Stage: 'p' })).toBe(3);
      expect(await sumOf({ Model: 'a' })).toBe(0);
    });

    test('tells statistics by period, oldest first, by the whole set of dimensions; a period without data is absent', async () => {
      const [space, hour] = [`Contract${unique()}`, 3_600_000];
      const now = Math.floor(Date.now() / hour) * hour;
      const at = (hours: number, minute = 0): Date => new Date(now + hours * hour + minute * 60_000);
      for (const minute of [1, 30, 59]) await metrics.put(space, 'Slow', 7, { Model: 'a' }, at(-2, minute));
      await metrics.put(space, 'Slow', 5, { Model: 'a' }, at(-4));
      await metrics.put(space, 'Slow', 9, { Model: 'b' }, at(-2));
      await metrics.put(space, 'Fast', 1, { Model: 'a' }, at(-3));
      const wanted = [
        { name: 'Slow', statistic: 'Sum' },
        { name: 'Slow', statistic: 'p99' },
        { name: 'Fast', statistic: 'p95' },
        { name: 'None', statistic: 'Sum' },
      ] as const;
      expect(
        await metrics.series(space, { Model: 'a' }, wanted, { from: at(-4), to: at(-1), periodSeconds: 3600 }),
      ).toEqual([
        [
          { time: at(-4), value: 5 },
          { time: at(-2), value: 21 },
        ],
        [
          { time: at(-4), value: 5 },
          { time: at(-2), value: 7 },
        ],
        [{ time: at(-3), value: 1 }],
        [],
      ]);
      const [two] = await metrics.series(space, { Model: 'a' }, wanted, {
        from: at(-2),
        to: at(-1),
        periodSeconds: 3600,
      });
      expect(two).toEqual([{ time: at(-2), value: 21 }]);
    });
  },
);

describe.skipIf(!endpoint)('on AWS', () => {
  const newQueue = async (): Promise<string> =>
    (await queueClient().send(new CreateQueueCommand({ QueueName: `contract-${unique()}` }))).QueueUrl ?? '';
  const received = async (url: string): Promise<string> =>
    (await queueClient().send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }))).Messages?.[0]?.Body ??
    '';

  test('a queue gets the message as JSON', async () => {
    const url = await newQueue();
    await awsQueue({ client: queueClient(), url }).send({ v: 1, text: 'ü' });
    expect(JSON.parse(await received(url))).toEqual({ v: 1, text: 'ü' });
  });

  /** A queue that services may send to. */
  async function openQueue(): Promise<{ url: string; arn: string }> {
    const url = await newQueue();
    const { Attributes } = await queueClient().send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    const arn = Attributes?.['QueueArn'] ?? '';
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn }],
    };
    await queueClient().send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: JSON.stringify(policy) } }),
    );
    return { url, arn };
  }

  /** A queue that hears what is published, all or what a filter lets through. */
  async function subscribed(topic: string, filter?: object): Promise<string> {
    const { url, arn } = await openQueue();
    const attributes = filter ? { Attributes: { FilterPolicy: JSON.stringify(filter) } } : {};
    await topicClient().send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn, ...attributes }));
    return url;
  }

  test('a topic gets subject, body and attributes', async () => {
    const { TopicArn: topic = '' } = await topicClient().send(new CreateTopicCommand({ Name: `contract-${unique()}` }));
    const url = await subscribed(topic);
    const message = { subject: '[Sluice OPEN] churn', body: 'WHAT ...', attributes: { kind: 'drift-opened' } };
    await awsPublisher({ client: topicClient(), topic }).publish(message);
    expect(JSON.parse(await received(url))).toMatchObject({
      Subject: message.subject,
      Message: message.body,
      MessageAttributes: { kind: { Type: 'String', Value: 'drift-opened' } },
    });
  });

  test('a subscriber with a filter hears what it asked for, of real messages, and no alarm', async () => {
    const { TopicArn: topic = '' } = await topicClient().send(new CreateTopicCommand({ Name: `contract-${unique()}` }));
    const filters = Subscribers.parse([
      'ops@example.com',
      {
        email: 'ml@example.com',
        severity: ['NOW', 'TODAY'],
        kinds: ['drift-opened', 'drift-closed'],
        models: ['churn'],
      },
    ]);
    const url = await subscribed(topic, filters[1]?.filter);
    const publisher = awsPublisher({ client: topicClient(), topic });
    await topicClient().send(new PublishCommand({ TopicArn: topic, Message: '{"AlarmName":"sluice-dead-letters"}' }));
    for (const kind of ['release-live', 'upload-refused', 'drift-closed'] as const)
      await publisher.publish(renderMessage(NOTICES[kind]));
    await publisher.publish(renderMessage({ ...NOTICES['drift-opened'], model: 'fraud' }));
    const wanted = renderMessage(NOTICES['drift-opened']);
    await publisher.publish(wanted);
    // In the order of their publishing, so whatever the filter let through wrongly would come first.
    expect(JSON.parse(await received(url)).Subject).toBe(wanted.subject);
  });

  test('the default bus delivers source, type and detail', async () => {
    const bus = awsEventBus({ client: eventBridgeClient() });
    const { url, arn } = await openQueue();
    const name = `contract-${unique()}`;
    const EventPattern = JSON.stringify({ source: ['sluice'], 'detail-type': [name] });
    await eventBridgeClient().send(new PutRuleCommand({ Name: name, EventPattern }));
    await eventBridgeClient().send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: arn }] }));
    await bus.put(name, { v: 1, text: 'ü' });
    expect(JSON.parse(await received(url))).toMatchObject({
      source: 'sluice',
      'detail-type': name,
      detail: { v: 1, text: 'ü' },
    });
    await eventBridgeClient().send(new RemoveTargetsCommand({ Rule: name, Ids: ['queue'] }));
    await eventBridgeClient().send(new DeleteRuleCommand({ Name: name }));
  });

  test('alarms are described by name; absent ones are absent', async () => {
    const name = `contract-${unique()}`;
    await cloudWatchClient().send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'Contract',
        MetricName: 'None',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Statistic: 'Maximum',
        TreatMissingData: 'ignore',
      }),
    );
    await cloudWatchClient().send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'by hand' }),
    );
    const found = await awsAlarms({ client: cloudWatchClient() }).describe([name, `${name}-absent`]);
    expect(found).toMatchObject([{ name, state: 'ALARM', reason: 'by hand' }]);
    await cloudWatchClient().send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
  });

  test('a platform is found by its parameters, and what lacks is named', async () => {
    const platform = `p${unique()}`;
    const client = parameterClient();
    await expect(findPlatform({ client, platform })).rejects.toThrow(PlatformMissing);
    const put = (key: (typeof OUTPUTS)[number]) =>
      client.send(new PutParameterCommand({ Name: parameterName(platform, key), Value: `of ${key}`, Type: 'String' }));
    for (const key of OUTPUTS.slice(1)) await put(key);
    await expect(findPlatform({ client, platform })).rejects.toThrow(/lacks the parameters api-url/);
    await put('api-url');
    expect(await findPlatform({ client, platform })).toEqual(
      Object.fromEntries(OUTPUTS.map((key) => [key, `of ${key}`])),
    );
  });
});
