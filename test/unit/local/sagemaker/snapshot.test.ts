/** What a SageMaker server leaves to the next one. */
import { afterEach, expect, it } from 'vitest';
import { ServerSnapshot } from '../../../../lib/local/sagemaker/server.ts';
import { createMemoryCloud } from './_memory-cloud.ts';
import { IMAGE, makeConfig, ROLE, startTestServer, type TestServer } from './_server.ts';

const open: TestServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
const start = async (cloud = createMemoryCloud()): Promise<TestServer> => {
  const server = await startTestServer(0.01, cloud);
  open.push(server);
  return server;
};
const inService = (server: TestServer, name: string) =>
  server.until('DescribeEndpoint', { EndpointName: name }, (one) => one['EndpointStatus'] === 'InService');

/** As it goes over a restart: through JSON, on the same cloud. */
async function restarted(server: TestServer): Promise<{ next: TestServer; failed: string[] }> {
  const snapshot = ServerSnapshot.parse(JSON.parse(JSON.stringify(server.snapshot())));
  const next = await start(server.cloud);
  return { next, failed: await next.restore(snapshot) };
}

it('brings models, configurations and tags back, and endpoints to serve what they served', async () => {
  const server = await start();
  await makeConfig(server, 'v1');
  await makeConfig(server, 'v2', { instances: 2, capture: true });
  await server.call('CreateEndpoint', {
    EndpointName: 'e',
    EndpointConfigName: 'v1',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const before = await inService(server, 'e');
  // Under way when the server ends, so it is dropped.
  await server.call('UpdateEndpoint', { EndpointName: 'e', EndpointConfigName: 'v2' });
  // What serves does not hang on what was deleted since.
  await server.call('DeleteModel', { ModelName: 'v1' });

  const { next, failed } = await restarted(server);
  expect(failed).toEqual([]);
  const after = await next.call('DescribeEndpoint', { EndpointName: 'e' });
  expect(after).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'v1' });
  expect(after['CreationTime']).toBe(before['CreationTime']);
  expect(await (await next.invoke('e', 'row')).text()).toMatch(/^v1:/);
  expect((await next.call('ListModels', {}))['Models']).toHaveLength(1);
  expect(await next.call('DescribeEndpointConfig', { EndpointConfigName: 'v2' })).toMatchObject({
    DataCaptureConfig: { EnableCapture: true },
  });
  expect(await next.call('ListTags', { ResourceArn: after['EndpointArn'] })).toEqual({
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  // And it goes on as any other.
  await next.call('UpdateEndpoint', { EndpointName: 'e', EndpointConfigName: 'v2' });
  await next.until('DescribeEndpoint', { EndpointName: 'e' }, (one) => one['EndpointConfigName'] === 'v2');
});

it('tells of an endpoint that does not come back', async () => {
  const server = await start();
  await makeConfig(server, 'v1');
  await server.call('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'v1' });
  await inService(server, 'e');
  server.cloud.objects.delete('models/v1/model.tar.gz');
  const { failed } = await restarted(server);
  expect(failed).toEqual([expect.stringMatching(/^e is Failed: Failed to download model data/)]);
});

it('keeps jobs that ended, and ends those that ran', async () => {
  const server = await start();
  server.cloud.objects.set('data/train/rows.csv', Buffer.from('1,2\n'));
  const job = (name: string, environment: Record<string, string>) =>
    server.call('CreateTrainingJob', {
      TrainingJobName: name,
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      RoleArn: ROLE,
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train/' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://models/out' },
      ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      Environment: environment,
    });
  await job('done', {});
  const done = await server.until('DescribeTrainingJob', { TrainingJobName: 'done' }, (one) =>
    ['Completed', 'Failed'].includes(String(one['TrainingJobStatus'])),
  );
  await job('cut-off', {});

  const { next } = await restarted(server);
  expect(await next.call('DescribeTrainingJob', { TrainingJobName: 'done' })).toEqual(done);
  expect(await next.call('DescribeTrainingJob', { TrainingJobName: 'cut-off' })).toMatchObject({
    TrainingJobStatus: 'Failed',
    SecondaryStatus: 'Failed',
    FailureReason: expect.stringContaining('the local cloud was stopped'),
  });
  // Its name stays taken, as on AWS.
  await expect(job('done', {})).rejects.toThrow(/ResourceInUse/);
});
