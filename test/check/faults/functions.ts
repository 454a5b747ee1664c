/** Functions, their logs, the API, and what costs money while nobody uses it. */
import type { CloudFault } from './fault.ts';

const FUNCTION = 'AWS::Lambda::Function';

export const FUNCTION_FAULTS: readonly CloudFault[] = [
  {
    title: 'a function has three seconds',
    kind: 'no timeout',
    document: 'Lambda Developer Guide, Configure function timeout: the default is 3 seconds',
    sow: (field) => {
      delete field.properties(FUNCTION, 'TrainingCheck')['Timeout'];
    },
  },
  {
    title: 'a function asks for twenty minutes',
    kind: 'value AWS refuses',
    document: 'Lambda quotas: 900 seconds',
    sow: (field) => {
      field.properties(FUNCTION, 'TrainingCheck')['Timeout'] = 1200;
    },
  },
  {
    title: 'a function has the memory of the default',
    kind: 'no memory size',
    document: 'Lambda Developer Guide, Configure memory: the default is 128 MB, the CPU is in proportion',
    sow: (field) => {
      delete field.properties(FUNCTION, 'MonitoringDrift')['MemorySize'];
    },
  },
  {
    title: 'a runtime that can no longer be created',
    kind: 'closed service or runtime',
    document: 'Lambda Developer Guide, Lambda runtimes: nodejs18.x is deprecated; creation is blocked',
    sow: (field) => {
      field.properties(FUNCTION, 'ReleasePlan')['Runtime'] = 'nodejs18.x';
    },
  },
  {
    title: "a function sets Lambda's own variable",
    kind: 'value AWS refuses',
    document: 'Lambda Developer Guide, Defined runtime environment variables: AWS_REGION is reserved',
    sow: (field) => {
      field.properties(FUNCTION, 'ReleasePlan')['Environment'].Variables.AWS_REGION = 'eu-west-1';
    },
  },
  {
    title: 'a function is pointed at an emulator',
    kind: 'emulator endpoint',
    document: 'SDKs and Tools Reference Guide, Service-specific endpoints: every call would go there',
    sow: (field) => {
      field.properties(FUNCTION, 'ReleaseWatch')['Environment'].Variables.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566';
    },
  },
  {
    title: 'an environment of five kilobytes',
    kind: 'quota',
    document: 'Lambda quotas: 4 KB for all environment variables together',
    sow: (field) => {
      field.properties(FUNCTION, 'ReleasePlan')['Environment'].Variables.POLICY = 'x'.repeat(5_000);
    },
  },
  {
    title: 'logs are kept for ever',
    kind: 'no log retention',
    document: 'CloudWatch Logs User Guide, Change log data retention: by default indefinitely',
    sow: (field) => {
      delete field.properties('AWS::Logs::LogGroup', 'TrainingCheckLogs')['RetentionInDays'];
    },
  },
  {
    title: 'a function writes to a group that nobody made',
    kind: 'no log retention',
    document: 'Lambda Developer Guide, Sending logs to CloudWatch: Lambda then makes one that never expires',
    sow: (field) => {
      delete field.properties(FUNCTION, 'MonitoringNotify')['LoggingConfig'];
    },
  },
  {
    title: 'a retention CloudWatch does not offer',
    kind: 'value AWS refuses',
    document: 'CloudWatch Logs API Reference, PutRetentionPolicy: 60, 90, 120 days, not 100',
    sow: (field) => {
      field.properties('AWS::Logs::LogGroup', 'AccessLog')['RetentionInDays'] = 100;
    },
  },
  {
    title: 'concurrency is reserved',
    kind: 'quota',
    document: 'Lambda Developer Guide, Reserved concurrency: new accounts have 10 in all, and 10 must stay unreserved',
    sow: (field) => {
      field.properties(FUNCTION, 'IntakeStart')['ReservedConcurrentExecutions'] = 5;
    },
  },
  {
    title: 'instances are kept warm',
    kind: 'costs when idle',
    document: 'Lambda pricing, Provisioned Concurrency: billed from the moment it is on',
    sow: (field) =>
      field.add('release', 'WarmVersion', 'AWS::Lambda::Version', {
        FunctionName: 'sluice-plan',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
      }),
  },
  {
    title: 'a NAT gateway',
    kind: 'costs when idle',
    document: 'VPC pricing: a NAT gateway costs by the hour',
    sow: (field) =>
      field.add('training', 'Nat', 'AWS::EC2::NatGateway', {
        SubnetId: 'subnet-0123456789abcdef0',
        AllocationId: 'eipalloc-0123456789abcdef0',
      }),
  },
  {
    title: 'a customer key',
    kind: 'costs when idle',
    document: 'KMS pricing: one dollar a month a key',
    sow: (field) =>
      field.add('storage', 'Key', 'AWS::KMS::Key', {
        EnableKeyRotation: true,
        KeyPolicy: { Version: '2012-10-17', Statement: [] },
      }),
  },
  {
    title: 'an endpoint that the template makes',
    kind: 'costs when idle',
    document: 'SageMaker AI pricing: a real-time endpoint costs by the hour until it is deleted',
    sow: (field) =>
      field.add('release', 'Endpoint', 'AWS::SageMaker::Endpoint', { EndpointConfigName: 'sluice-churn-000001' }),
  },
  {
    title: 'Model Monitor',
    kind: 'closed service or runtime',
    document: 'SageMaker AI Developer Guide, availability changes: Model Monitor is closed to new customers',
    sow: (field) =>
      field.add('monitoring', 'ModelMonitor', 'AWS::SageMaker::MonitoringSchedule', {
        MonitoringScheduleConfig: { MonitoringJobDefinitionName: 'data-quality', MonitoringType: 'DataQuality' },
      }),
  },
  {
    title: 'a CodeCommit repository',
    kind: 'closed service or runtime',
    document: 'AWS DevOps Blog, How to migrate your CodeCommit repository: closed to new customers',
    sow: (field) =>
      field.add('training', 'Repository', 'AWS::CodeCommit::Repository', { RepositoryName: 'sluice-code' }),
  },
  {
    title: 'a route anybody may call',
    kind: 'public access',
    document: 'API Gateway Developer Guide, Control access to HTTP APIs: NONE is open to everybody',
    sow: (field) => {
      field.properties('AWS::ApiGatewayV2::Route')['AuthorizationType'] = 'NONE';
    },
  },
  {
    title: 'an integration may take a minute',
    kind: 'value AWS refuses',
    document: 'API Gateway quotas, HTTP APIs: at most 30 seconds',
    sow: (field) => {
      field.properties('AWS::ApiGatewayV2::Integration')['TimeoutInMillis'] = 60_000;
    },
  },
  {
    title: 'any API may invoke the handlers',
    kind: 'confused deputy',
    document: 'Lambda Developer Guide, Granting access to AWS services: give SourceArn',
    sow: (field) => {
      delete field.properties('AWS::Lambda::Permission', 'HttpApi')['SourceArn'];
    },
  },
  {
    title: 'a property spelt wrong',
    kind: 'template AWS refuses',
    document: 'Lambda CloudFormation reference: MemorySize; an unsupported property fails the deployment',
    sow: (field) => {
      field.properties(FUNCTION, 'ReleasePlan')['MemorySizeMb'] = 512;
    },
  },
  {
    title: 'a reference to a resource that is not there',
    kind: 'template AWS refuses',
    document: 'CloudFormation User Guide, Ref: unresolved resource dependencies fail the template',
    sow: (field) => {
      field.properties('AWS::CloudWatch::Alarm')['Dimensions'][0].Value = { 'Fn::GetAtt': ['LostQueue', 'QueueName'] };
    },
  },
];
