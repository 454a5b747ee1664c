// A server of its own process with one endpoint, for the test that kills it. Prints the pids of its model servers.

import { join } from 'node:path';
import { startSageMakerServer } from '../../../../../lib/local/sagemaker/server.ts';
import { createMemoryCloud } from '../_memory-cloud.ts';
import { IMAGE, modelArchive, ROLE } from '../_server.ts';

const cloud = createMemoryCloud();
const server = await startSageMakerServer({
  region: 'us-east-1',
  account: '111122223333',
  emulatorUrl: 'http://127.0.0.1:1',
  workDir: process.argv[2] ?? '',
  timeScale: 0.01,
  python: process.execPath,
  runtimes: { trainingShim: [], servingShim: [process.execPath, join(import.meta.dirname, 'serving.mjs')] },
  cloud: () => cloud,
});
const call = (operation: string, input: object) =>
  fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': `SageMaker.${operation}` },
    body: JSON.stringify(input),
  });
cloud.objects.set('models/m.tar.gz', await modelArchive('v1'));
await call('CreateModel', {
  ModelName: 'm',
  ExecutionRoleArn: ROLE,
  PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://models/m.tar.gz' },
});
const variant = { VariantName: 'v', ModelName: 'm', InitialInstanceCount: 2, InstanceType: 'ml.m5.large' };
await call('CreateEndpointConfig', { EndpointConfigName: 'c', ProductionVariants: [variant] });
await call('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'c' });
const url = `${server.url}/endpoints/e/invocations`;
const pids = new Set<string>();
while (pids.size < 2) {
  const response = await fetch(url, { method: 'POST', body: 'pid' });
  if (response.status === 200) pids.add(await response.text());
}
console.log(JSON.stringify([...pids].map(Number)));
