/** Queues, rules, topics, schedules: the hops that nobody waits for. */
import type { CloudFault } from './fault.ts';

const QUEUE = 'AWS::SQS::Queue';
const RULE = 'AWS::Events::Rule';
const MAPPING = 'AWS::Lambda::EventSourceMapping';

export const MESSAGING_FAULTS: readonly CloudFault[] = [
  {
    title: 'a work queue has no dead-letter queue',
    kind: 'no dead-letter queue',
    document:
      'SQS Developer Guide, Using dead-letter queues: a message that fails is tried until it expires, then gone',
    sow: (field) => {
      delete field.properties(QUEUE, 'IntakeStart')['RedrivePolicy'];
    },
  },
  {
    title: 'an event that cannot be delivered is dropped',
    kind: 'no dead-letter queue',
    document: 'EventBridge User Guide, Using dead-letter queues to process undelivered events',
    sow: (field) => {
      delete field.properties(RULE, 'NotifierNotice')['Targets'][0].DeadLetterConfig;
    },
  },
  {
    title: 'what fails behind an asynchronous invocation is dropped after two retries',
    kind: 'no dead-letter queue',
    document: 'Lambda Developer Guide, Retaining records of asynchronous invocations',
    sow: (field) => field.remove('AWS::Lambda::EventInvokeConfig', 'DriftSchedule'),
  },
  {
    title: 'a failed call of a custom resource is dropped, and the stack waits for an hour',
    kind: 'no dead-letter queue',
    document: 'CloudFormation User Guide, Lambda-backed custom resources: the function is invoked asynchronously',
    sow: (field) => field.remove('AWS::Lambda::EventInvokeConfig', 'Guard'),
  },
  {
    title: 'a subscriber that cannot be told loses the message',
    kind: 'no dead-letter queue',
    document: 'SNS Developer Guide, Amazon SNS dead-letter queues',
    sow: (field) => {
      delete field.properties('AWS::SNS::Subscription')['RedrivePolicy'];
    },
  },
  {
    title: 'the rule may not send to its queue',
    kind: 'hop is not allowed',
    document: 'EventBridge User Guide, Permissions for Amazon SQS: the queue policy must allow events.amazonaws.com',
    sow: (field) => field.remove('AWS::SQS::QueuePolicy', 'IntakeStart'),
  },
  {
    title: 'the rule may not invoke its function',
    kind: 'hop is not allowed',
    document: 'EventBridge User Guide, Lambda function permissions: a resource-based policy is needed',
    sow: (field) => field.remove('AWS::Lambda::Permission', 'DriftHourlyPermission'),
  },
  {
    title: 'a message is seen again while its function still works on it',
    kind: 'value AWS refuses',
    document: 'Lambda Developer Guide, Using Lambda with SQS: at least six times the timeout; below it is refused',
    sow: (field) => {
      field.properties(QUEUE, 'IntakeStart')['VisibilityTimeout'] = 10;
    },
  },
  {
    title: 'messages are to be kept for a month',
    kind: 'value AWS refuses',
    document: 'SQS Developer Guide, Message quotas: at most 14 days (1,209,600 seconds)',
    sow: (field) => {
      field.properties(QUEUE, 'DeadLetters')['MessageRetentionPeriod'] = 2_592_000;
    },
  },
  {
    title: 'any rule of anybody may write to the dead letters',
    kind: 'confused deputy',
    document: 'IAM User Guide, The confused deputy problem: aws:SourceArn or aws:SourceAccount',
    sow: (field) => {
      const { Statement } = field.properties('AWS::SQS::QueuePolicy', 'DeadLetters')['PolicyDocument'];
      for (const statement of Statement) if (statement.Effect === 'Allow') delete statement.Condition;
    },
  },
  {
    title: 'everybody may send to a work queue',
    kind: 'public access',
    document: 'SQS Developer Guide, Security best practices: make sure that queues are not publicly accessible',
    sow: (field) => {
      const { Statement } = field.properties('AWS::SQS::QueuePolicy', 'NotifierNotices')['PolicyDocument'];
      Statement.push({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sqs:SendMessage', Resource: '*' });
    },
  },
  {
    title: 'a value of an event pattern is no list',
    kind: 'value AWS refuses',
    document: 'EventBridge User Guide, Event patterns: each value is an array; anything else is InvalidEventPattern',
    sow: (field) => {
      field.properties(RULE, 'ExecutionEnds')['EventPattern'].source = 'aws.states';
    },
  },
  {
    title: 'a rate in the wrong number',
    kind: 'value AWS refuses',
    document: 'EventBridge User Guide, Rate expressions: rate(1 hour), never rate(1 hours)',
    sow: (field) => {
      field.properties(RULE, 'DriftHourly')['ScheduleExpression'] = 'rate(1 hours)';
    },
  },
  {
    title: 'the hourly rule is switched off',
    kind: 'nothing happens',
    document: 'EventBridge API Reference, PutRule: a DISABLED rule matches nothing',
    sow: (field) => {
      field.properties(RULE, 'DriftHourly')['State'] = 'DISABLED';
    },
  },
  {
    title: 'a rule with six targets',
    kind: 'quota',
    document: 'EventBridge quotas: five targets a rule',
    sow: (field) => {
      const { Targets } = field.properties(RULE, 'NotifierNotice');
      for (let i = 1; i < 6; i++) Targets.push({ ...Targets[0], Id: `queue${i}` });
    },
  },
  {
    title: 'the topic is under the AWS-managed key',
    kind: 'messages are lost',
    document: 'CloudWatch User Guide, alarms and SNS: alarms cannot publish to a topic under alias/aws/sns',
    sow: (field) => {
      field.properties('AWS::SNS::Topic')['KmsMasterKeyId'] = 'alias/aws/sns';
    },
  },
  {
    title: 'a FIFO queue as dead letters of standard queues',
    kind: 'template AWS refuses',
    document: 'SQS Developer Guide, dead-letter queues: that of a standard queue must be a standard queue',
    sow: (field) => {
      field.properties(QUEUE, 'DeadLetters')['FifoQueue'] = true;
    },
  },
  {
    title: 'one call at a time',
    kind: 'value AWS refuses',
    document: 'Lambda Developer Guide, maximum concurrency of SQS event sources: 2 to 1,000',
    sow: (field) => {
      field.properties(MAPPING, 'IntakeTrigger')['ScalingConfig'].MaximumConcurrency = 1;
    },
  },
  {
    title: 'batches of 500 without a window',
    kind: 'value AWS refuses',
    document: 'Lambda API Reference, CreateEventSourceMapping: above 10 the window must be at least one second',
    sow: (field) => {
      field.properties(MAPPING, 'NotifierTrigger')['BatchSize'] = 500;
    },
  },
  {
    title: 'one bad message brings back its whole batch',
    kind: 'messages are lost',
    document: 'Lambda Developer Guide, Handling errors for an SQS event source: report batch item failures',
    sow: (field) => {
      delete field.properties(MAPPING, 'NotifierTrigger')['FunctionResponseTypes'];
    },
  },
  {
    title: 'the alarm over the dead letters tells nobody',
    kind: 'nothing happens',
    document: 'CloudWatch User Guide, Using alarms: an alarm without actions changes its state and no more',
    sow: (field) => {
      field.properties('AWS::CloudWatch::Alarm')['AlarmActions'] = [];
    },
  },
];
