/** Every asynchronous hop is allowed, alive, and ends in a dead-letter queue when it fails. */
import type { Cloud, Placed } from '../cloud/cloud.ts';
import { matches, resourceStatements } from '../cloud/policies.ts';
import { type CloudRule, findingsOf, referred } from '../cloud/rule.ts';

const QUEUE = 'AWS::SQS::Queue';
const RULE = 'AWS::Events::Rule';
const FUNCTION = 'AWS::Lambda::Function';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const SUBSCRIPTION = 'AWS::SNS::Subscription';
const say = findingsOf('dead-letters');
const sayAllowed = findingsOf('hop-allowed');
const sayAlive = findingsOf('alive');
const GIVE = 'give it the dead-letter queue';

interface Target {
  Arn: unknown;
  DeadLetterConfig?: { Arn: unknown };
}
const targetsOf = (rule: Placed): Target[] => rule.Properties['Targets'] ?? [];
const byReference = (cloud: Cloud, type: string, reference: unknown): Placed | undefined => {
  const id = referred(cloud.text(reference));
  return cloud.all(type).find((resource) => resource.id === id);
};
const queueOf = (cloud: Cloud, reference: unknown) =>
  reference === undefined ? undefined : byReference(cloud, QUEUE, reference);

/** Functions that somebody invokes without waiting. */
const invokedAsynchronously = (cloud: Cloud): Placed[] => {
  const references = [
    ...cloud
      .all(RULE)
      .flatMap(targetsOf)
      .map(({ Arn }) => Arn),
    ...cloud
      .all(SUBSCRIPTION)
      .filter(({ Properties }) => Properties['Protocol'] === 'lambda')
      .map(({ Properties }) => Properties['Endpoint']),
    ...cloud.all('AWS::Scheduler::Schedule').map(({ Properties }) => Properties['Target']?.Arn),
    // CloudFormation does not wait for the call, but for a message to its own address.
    ...Object.values(cloud.templates)
      .flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Type }) => /^Custom::|^AWS::CloudFormation::CustomResource$/.test(Type))
      .map(({ Properties }) => Properties['ServiceToken']),
  ];
  const found = references.map((reference) => byReference(cloud, FUNCTION, reference));
  return [...new Map(found.flatMap((fn) => (fn ? [[fn.id, fn] as const] : []))).values()];
};

export const deadLetters: CloudRule = {
  id: 'dead-letters',
  find(cloud) {
    const redrives = cloud
      .all(QUEUE)
      .map((queue) => queueOf(cloud, queue.Properties['RedrivePolicy']?.deadLetterTargetArn));
    const sources = cloud.all(MAPPING).map(({ Properties }) => queueOf(cloud, Properties['EventSourceArn'])?.id);
    return [
      ...cloud
        .all(QUEUE)
        .filter(({ id }, i) => sources.includes(id) && !redrives[i])
        .map((queue) => say(queue, 'a message that fails is tried until it expires, and gone', GIVE)),
      ...cloud.all(QUEUE).flatMap((queue, i) => {
        const dead = redrives[i];
        return dead && Boolean(dead.Properties['FifoQueue']) !== Boolean(queue.Properties['FifoQueue'])
          ? [say(queue, `its dead-letter queue ${dead.id} is of the other kind (FIFO, standard)`, 'use the same kind')]
          : [];
      }),
      ...cloud.all(RULE).flatMap((rule) =>
        targetsOf(rule)
          .filter(({ DeadLetterConfig }) => !queueOf(cloud, DeadLetterConfig?.Arn))
          .map(() => say(rule, 'an event that cannot be delivered is dropped', GIVE)),
      ),
      ...cloud
        .all(SUBSCRIPTION)
        .filter(({ Properties }) => !queueOf(cloud, Properties['RedrivePolicy']?.deadLetterTargetArn))
        .map((subscription) => say(subscription, 'a message that cannot be delivered is dropped', GIVE)),
      ...cloud
        .all('AWS::Scheduler::Schedule')
        .filter(({ Properties }) => !queueOf(cloud, Properties['Target']?.DeadLetterConfig?.Arn))
        .map((schedule) => say(schedule, 'a call that fails is dropped', GIVE)),
      ...invokedAsynchronously(cloud)
        .filter((fn) => {
          const config = cloud
            .all('AWS::Lambda::EventInvokeConfig')
            .find(({ Properties }) => referred(cloud.text(Properties['FunctionName'])) === fn.id);
          return !queueOf(cloud, config?.Properties['DestinationConfig']?.OnFailure?.Destination);
        })
        .map((fn) =>
          say(fn, 'is invoked without waiting, and what fails twice is dropped', 'OnFailure: the dead-letter queue'),
        ),
    ];
  },
};

/** The policy of whoever receives lets the sender in: a delivery that is refused is seen by nobody. */
export const hopAllowed: CloudRule = {
  id: 'hop-allowed',
  find(cloud) {
    const statements = resourceStatements(cloud).filter(({ effect }) => effect === 'Allow');
    const mayPublish = (resource: string, service: string, action: string, source?: string) =>
      statements.some(
        (statement) =>
          statement.resources.includes(resource) &&
          statement.services.includes(service) &&
          statement.actions.includes(action) &&
          (source === undefined ||
            (
              statement.conditions['ArnLike']?.['aws:SourceArn'] ??
              statement.conditions['ArnEquals']?.['aws:SourceArn'] ??
              []
            ).some((pattern) => matches(pattern, source) || pattern.includes(':rule/'))),
      );
    const mayInvoke = (fn: string, source: string) =>
      cloud
        .all('AWS::Lambda::Permission')
        .some(
          ({ Properties }) =>
            referred(cloud.text(Properties['FunctionName'])) === fn && cloud.text(Properties['SourceArn']) === source,
        );
    const allow = (sender: Placed, to: string) =>
      sayAllowed(sender, `may not send to ${to}`, 'allow it in the policy of the receiver, by SourceArn');
    return [
      ...cloud.all(RULE).flatMap((rule) => {
        const source = `<${rule.id}.Arn>`;
        return targetsOf(rule).flatMap(({ Arn, DeadLetterConfig }) => {
          const [queue, fn] = [byReference(cloud, QUEUE, Arn), byReference(cloud, FUNCTION, Arn)];
          const dead = queueOf(cloud, DeadLetterConfig?.Arn);
          return [
            ...(queue && !mayPublish(`<${queue.id}.Arn>`, 'events.amazonaws.com', 'sqs:SendMessage', source)
              ? [allow(rule, queue.id)]
              : []),
            ...(fn && !mayInvoke(fn.id, source) ? [allow(rule, fn.id)] : []),
            ...(dead && !mayPublish(`<${dead.id}.Arn>`, 'events.amazonaws.com', 'sqs:SendMessage')
              ? [allow(rule, dead.id)]
              : []),
          ];
        });
      }),
      ...cloud.all(SUBSCRIPTION).flatMap((subscription) => {
        const dead = queueOf(cloud, subscription.Properties['RedrivePolicy']?.deadLetterTargetArn);
        return dead && !mayPublish(`<${dead.id}.Arn>`, 'sns.amazonaws.com', 'sqs:SendMessage')
          ? [allow(subscription, dead.id)]
          : [];
      }),
    ];
  },
};

const RATE = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/;
const CRON = /^cron\((\S+ ){5}\S+\)$/;
/** EventBridge: five targets a rule. */
const MOST_TARGETS = 5;

/** Rules are on, can be read by EventBridge, and alarms tell somebody. */
export const alive: CloudRule = {
  id: 'alive',
  find: (cloud) => [
    ...cloud.all(RULE).flatMap((rule) => {
      const { State, ScheduleExpression, EventPattern } = rule.Properties;
      return [
        ...(State === 'ENABLED' ? [] : [sayAlive(rule, `is ${State ?? 'not said to be on'}`, 'State: ENABLED')]),
        ...(ScheduleExpression === undefined || RATE.test(ScheduleExpression) || CRON.test(ScheduleExpression)
          ? []
          : [
              sayAlive(
                rule,
                `EventBridge cannot read ${ScheduleExpression}`,
                'rate(1 hour), rate(2 hours) or cron(...)',
              ),
            ]),
        ...noLists(EventPattern).map((key) => sayAlive(rule, `pattern: ${key} is no list`, 'put it in [ ]')),
        ...(targetsOf(rule).length > MOST_TARGETS
          ? [sayAlive(rule, `has ${targetsOf(rule).length} targets`, `at most ${MOST_TARGETS}: use a second rule`)]
          : []),
      ];
    }),
    ...cloud
      .all('AWS::CloudWatch::Alarm')
      .filter(
        ({ Properties }) => (Properties['AlarmActions'] ?? []).length === 0 || Properties['ActionsEnabled'] === false,
      )
      .map((alarm) => sayAlive(alarm, 'tells nobody', 'AlarmActions: the topic')),
  ],
};

/** Keys of an event pattern whose value is neither a list nor a further level. */
function noLists(pattern: unknown, at = ''): string[] {
  if (pattern === undefined) return [];
  if (typeof pattern !== 'object' || pattern === null) return [at];
  return Object.entries(pattern).flatMap(([key, value]) =>
    Array.isArray(value) ? [] : noLists(value, at ? `${at}.${key}` : key),
  );
}
