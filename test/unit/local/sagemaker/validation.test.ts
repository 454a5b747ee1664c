import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../../../lib/local/sagemaker/operations/index.ts';
import { IMAGE, makeConfig, ROLE, startTestServer, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await makeConfig(server, 'v1');
});
afterAll(() => server.close());

const model = (over: object = {}) => ({
  ModelName: 'm',
  ExecutionRoleArn: ROLE,
  PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://models/v1/model.tar.gz' },
  ...over,
});
const variant = (over: object = {}) => ({
  VariantName: 'AllTraffic',
  ModelName: 'v1',
  InitialInstanceCount: 1,
  InstanceType: 'ml.m5.large',
  ...over,
});
const update = (policy: object) => ({
  EndpointName: 'none',
  EndpointConfigName: 'v1',
  DeploymentConfig: { BlueGreenUpdatePolicy: policy },
});
const routing = (over: object) => ({ TrafficRoutingConfiguration: { WaitIntervalInSeconds: 0, ...over } });

describe('a request is refused', () => {
  const cases: [string, string, object, string | RegExp][] = [
    [
      'a missing member',
      'CreateModel',
      { ModelName: 'm', PrimaryContainer: { Image: IMAGE } },
      "1 validation error detected: Value null at 'executionRoleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a bad name',
      'CreateModel',
      model({ ModelName: 'a_b' }),
      "Value 'a_b' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9]",
    ],
    [
      'a name that is too long',
      'DescribeEndpoint',
      { EndpointName: 'x'.repeat(64) },
      'Member must have length less than or equal to 63',
    ],
    [
      'two violations at once',
      'DescribeModel',
      { Other: 1 },
      /^ValidationException: 2 validation errors detected: .*Unknown parameter in input: 'Other'/,
    ],
    [
      'a value outside its enumeration',
      'CreateEndpointConfig',
      { EndpointConfigName: 'c', ProductionVariants: [variant({ InstanceType: 'ml.x1.huge' })] },
      "Value 'ml.x1.huge' at 'productionVariants.1.member.instanceType' failed to satisfy constraint: Member must satisfy enum value set: [ml.t2.medium, ",
    ],
    [
      'a number below its limit',
      'CreateEndpointConfig',
      { EndpointConfigName: 'c', ProductionVariants: [variant({ InitialInstanceCount: 0 })] },
      'Member must have value greater than or equal to 1',
    ],
    [
      'a known member that is not supported',
      'CreateEndpointConfig',
      {
        EndpointConfigName: 'c',
        ProductionVariants: [variant({ ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 1 } })],
      },
      'ProductionVariants.0.ServerlessConfig is not supported by the local SageMaker server yet.',
    ],
    [
      'a known value that is not supported',
      'UpdateEndpoint',
      update(routing({ Type: 'LINEAR' })),
      'DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type = LINEAR is not supported by the local SageMaker server yet.',
    ],
    [
      'a rolling policy',
      'UpdateEndpoint',
      {
        EndpointName: 'n',
        EndpointConfigName: 'v1',
        DeploymentConfig: { RollingUpdatePolicy: { WaitIntervalInSeconds: 1 } },
      },
      'RollingUpdatePolicy is not supported',
    ],
    [
      'an unknown image',
      'CreateModel',
      model({ PrimaryContainer: { Image: 'registry/other:1' } }),
      'Requested image registry/other:1 not found.',
    ],
    [
      'an artefact that is not there',
      'CreateModel',
      model({ PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://models/none' } }),
      'Could not access model data at s3://models/none.',
    ],
    [
      'a model twice',
      'CreateModel',
      model({ ModelName: 'V1' }),
      'Cannot create already existing model "arn:aws:sagemaker:us-east-1:111122223333:model/v1".',
    ],
    [
      'a configuration twice',
      'CreateEndpointConfig',
      { EndpointConfigName: 'v1', ProductionVariants: [variant()] },
      'Cannot create already existing endpoint configuration "arn:aws:sagemaker:us-east-1:111122223333:endpoint-config/v1".',
    ],
    [
      'a configuration of an unknown model',
      'CreateEndpointConfig',
      { EndpointConfigName: 'c', ProductionVariants: [variant({ ModelName: 'None' })] },
      'Could not find model "arn:aws:sagemaker:us-east-1:111122223333:model/none".',
    ],
    [
      'an endpoint of an unknown configuration',
      'CreateEndpoint',
      { EndpointName: 'e', EndpointConfigName: 'none' },
      'Could not find endpoint configuration "arn:aws:sagemaker:us-east-1:111122223333:endpoint-config/none".',
    ],
    [
      'an update of an unknown endpoint',
      'UpdateEndpoint',
      { EndpointName: 'none', EndpointConfigName: 'v1' },
      'Could not find endpoint "arn:aws:sagemaker:us-east-1:111122223333:endpoint/none".',
    ],
    [
      'a canary without its size',
      'CreateEndpoint',
      {
        EndpointName: 'e',
        EndpointConfigName: 'v1',
        DeploymentConfig: { BlueGreenUpdatePolicy: routing({ Type: 'CANARY' }) },
      },
      'CanarySize must be given',
    ],
    [
      'a canary of more than half',
      'CreateEndpoint',
      {
        EndpointName: 'e',
        EndpointConfigName: 'v1',
        DeploymentConfig: {
          BlueGreenUpdatePolicy: routing({ Type: 'CANARY', CanarySize: { Type: 'CAPACITY_PERCENT', Value: 60 } }),
        },
      },
      'at most 50 percent',
    ],
    [
      'a transform of an unknown model',
      'CreateTransformJob',
      {
        TransformJobName: 't',
        ModelName: 'none',
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/k' } } },
        TransformOutput: { S3OutputPath: 's3://b/o' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      },
      'Could not find model',
    ],
    [
      'an operation that is not there',
      'CreateProcessingJob',
      {},
      'The operation CreateProcessingJob is not supported by the local SageMaker server yet.',
    ],
  ];
  it.each(cases)('for %s', async (_, operation, input, text) => {
    await expect(server.call(operation, input)).rejects.toThrow(text);
    await expect(server.call(operation, input)).rejects.toThrow(/^ValidationException: /);
  });

  it('for a body that is not JSON, and a target that is not ours', async () => {
    const post = (target: string, body: string) =>
      fetch(server.url, { method: 'POST', headers: { 'x-amz-target': target }, body });
    expect(await (await post('SageMaker.ListModels', '{')).json()).toMatchObject({ __type: 'SerializationException' });
    expect(await (await post('Other.ListModels', '{}')).json()).toMatchObject({ __type: 'UnknownOperationException' });
    expect((await fetch(server.url)).status).toBe(404);
  });
});

describe('what was made', () => {
  it('can be described, tagged, listed and deleted', async () => {
    await server.call('CreateModel', model({ ModelName: 'Tagged', Tags: [{ Key: 'stage', Value: 'a' }] }));
    const described = await server.call('DescribeModel', { ModelName: 'Tagged' });
    expect(described).toMatchObject({ ModelName: 'Tagged', ExecutionRoleArn: ROLE, EnableNetworkIsolation: false });
    const arn = described['ModelArn'];
    expect(arn).toBe('arn:aws:sagemaker:us-east-1:111122223333:model/tagged');
    await server.call('AddTags', {
      ResourceArn: arn,
      Tags: [
        { Key: 'stage', Value: 'b' },
        { Key: 'x', Value: '1' },
      ],
    });
    expect(await server.call('ListTags', { ResourceArn: arn })).toEqual({
      Tags: [
        { Key: 'stage', Value: 'b' },
        { Key: 'x', Value: '1' },
      ],
    });
    expect(await server.call('ListModels', { NameContains: 'Tag' })).toMatchObject({
      Models: [{ ModelName: 'Tagged' }],
    });
    await server.call('DeleteModel', { ModelName: 'Tagged' });
    await expect(server.call('ListTags', { ResourceArn: arn })).rejects.toThrow('not found');
  });

  it('keeps accounts apart', async () => {
    const list = async (account: string) => {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'x-amz-target': 'SageMaker.ListModels', 'x-local-account': account, 'x-local-region': 'eu-west-1' },
        body: '{}',
      });
      return response.json();
    };
    expect(await list('999900001111')).toEqual({ Models: [] });
  });
});

it('every operation refuses members it does not know', async () => {
  for (const operation of operations.keys()) {
    await expect(server.call(operation, { NoSuchMember: 1 })).rejects.toThrow(
      "Unknown parameter in input: 'NoSuchMember'",
    );
  }
});
