import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arnOf, deploy, destroy, lambda, ref, role, update } from './_stack.ts';
import { ACCOUNT, type Emulator, REGION, startEmulator } from './_start.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator?.stop());

const table = (more: object = {}) => ({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      ...more,
    },
  },
});

test('a retained table keeps its items when its stack is deployed again, and updates keep the new one', async () => {
  const client = new DynamoDBClient(emulator.config());
  const key = { PK: { S: 'kept' } };
  const first = await deploy(emulator, 'storage', table(), { name: ref('Table') });
  await client.send(new PutItemCommand({ TableName: first['name'], Item: key }));
  await destroy(emulator, 'storage');

  const second = await deploy(emulator, 'storage', table(), { name: ref('Table') });
  expect(second['name']).not.toBe(first['name']);
  expect((await client.send(new GetItemCommand({ TableName: first['name'], Key: key }))).Item).toEqual(key);

  await client.send(new PutItemCommand({ TableName: second['name'], Item: key }));
  const third = await update(emulator, 'storage', table({ DeletionProtectionEnabled: true }), { name: ref('Table') });
  expect(third['name']).toBe(second['name']);
  expect((await client.send(new GetItemCommand({ TableName: third['name'], Key: key }))).Item).toEqual(key);
});

test('time to live and point-in-time recovery are set', async () => {
  const client = new DynamoDBClient(emulator.config());
  const { name } = await deploy(emulator, 'settings', table(), { name: ref('Table') });
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expires', TimeToLiveStatus: 'ENABLED' });
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('ENABLED');
});

const consumer = (actions: string[]) => ({
  Queue: { Type: 'AWS::SQS::Queue' },
  Role: role('lambda.amazonaws.com', [{ Action: actions, Resource: arnOf('Queue') }]),
  Function: lambda('Role', 'exports.handler = async () => {};'),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('Queue'), FunctionName: ref('Function') },
  },
});

test('a mapping whose function may not read the queue fails to deploy', async () => {
  await expect(deploy(emulator, 'mapping-bad', consumer(['sqs:ReceiveMessage']))).rejects.toThrow(
    /does not have permissions to call DeleteMessage on SQS/,
  );
  await deploy(
    emulator,
    'mapping-good',
    consumer(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']),
  );
});

const CODE = `exports.handler = async (event) => {
  if (event.rawPath.endsWith('/throw')) throw new Error('secret detail');
  return { statusCode: 200, body: JSON.stringify(event.pathParameters) };
};`;

test('an HTTP API needs the permission of the function for the route, and hides what the function throws', async () => {
  const route = (RouteKey: string, integration: string) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: ref('Api'), RouteKey, Target: { 'Fn::Join': ['', ['integrations/', ref(integration)]] } },
  });
  const integration = (name: string) => ({
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: ref('Api'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf(name),
      PayloadFormatVersion: '2.0',
    },
  });
  const { api } = await deploy(
    emulator,
    'api',
    {
      Role: role('lambda.amazonaws.com', []),
      Function: lambda('Role', CODE),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
      },
      Integration: integration('Function'),
      Allowed: route('GET /v1/models/{model}', 'Integration'),
      Forgotten: route('GET /v1/other/{model}', 'Integration'),
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: arnOf('Function'),
          Principal: 'apigateway.amazonaws.com',
          SourceArn: {
            'Fn::Join': ['', [`arn:aws:execute-api:${REGION}:${ACCOUNT}:`, ref('Api'), '/*/*/v1/models/{model}']],
          },
        },
      },
    },
    { api: ref('Api') },
  );
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${emulator.port}/_aws/execute-api/${api}${path}`);
    return [answer.status, await answer.json()];
  };
  expect(await get('/v1/models/churn')).toEqual([200, { model: 'churn' }]);
  expect(await get('/v1/models/throw')).toEqual([500, { message: 'Internal Server Error' }]);
  expect(await get('/v1/other/churn')).toEqual([500, { message: 'Internal Server Error' }]);
});

test('whoever has a stack made finds it at rest, though its function takes a while', async () => {
  const code = `exports.handler = async (event) => {
    const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'slow', StackId: event.StackId,
      RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId, Data: {} });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await fetch(event.ResponseURL, { method: 'PUT', body });
  };`;
  const template = {
    Resources: {
      Role: role('lambda.amazonaws.com', []),
      Function: lambda('Role', code),
      Slow: { Type: 'Custom::Slow', Properties: { ServiceToken: arnOf('Function') } },
    },
  };
  const client = new CloudFormationClient(emulator.config());
  await client.send(
    new CreateStackCommand({
      StackName: 'slow',
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'slow' }));
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
});
