import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { type ServerSnapshot, startSageMakerServer } from '../../../../lib/local/sagemaker/server.ts';
import { createMemoryCloud, type MemoryCloud } from './_memory-cloud.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/sluice-test';
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0';

export interface TestServer {
  readonly cloud: MemoryCloud;
  readonly url: string;
  readonly messages: string[];
  /** A control plane call; throws the error's type and text. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  invoke(endpoint: string, body: string, headers?: Record<string, string>): Promise<Response>;
  /** Waits until a Describe document satisfies the condition. */
  until(
    operation: string,
    input: object,
    condition: (document: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>>;
  snapshot(): ServerSnapshot;
  restore(snapshot: ServerSnapshot): Promise<string[]>;
  close(): Promise<void>;
}

/** A server with fake runtimes and a cloud in memory; its time runs 100 times as fast. */
export async function startTestServer(timeScale = 0.01, cloud = createMemoryCloud()): Promise<TestServer> {
  const workDir = await mkdtemp(join(tmpdir(), 'sluice-sagemaker-'));
  const messages: string[] = [];
  const fake = (name: string) => [process.execPath, join(import.meta.dirname, 'fake', name)];
  const server = await startSageMakerServer({
    region: 'us-east-1',
    account: '111122223333',
    emulatorUrl: 'http://127.0.0.1:1',
    workDir,
    timeScale,
    python: process.execPath,
    runtimes: { trainingShim: fake('training.mjs'), servingShim: fake('serving.mjs') },
    log: (message) => messages.push(message),
    cloud: () => cloud,
  });

  async function call(operation: string, input: object): Promise<Record<string, unknown>> {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'x-amz-target': `SageMaker.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    });
    const document = (await response.json()) as Record<string, unknown>;
    if (response.status !== 200) throw new Error(`${document['__type']}: ${document['message']}`);
    return document;
  }

  return {
    cloud,
    url: server.url,
    messages,
    call,
    invoke: (endpoint, body, headers = {}) =>
      fetch(`${server.url}/endpoints/${endpoint}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', ...headers },
        body,
      }),
    async until(operation, input, condition) {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const document = await call(operation, input);
        if (condition(document)) return document;
        if (Date.now() > deadline) throw new Error(`${operation} never got there: ${JSON.stringify(document)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    snapshot: () => server.snapshot(),
    restore: (snapshot) => server.restore(snapshot),
    async close() {
      await server.close();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

/** A model.tar.gz whose version.txt holds the version. */
export async function modelArchive(version: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'version.txt' }, version);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar.pipe(createGzip())) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Makes a model `version` and a configuration of the same name with it. */
export async function makeConfig(
  server: TestServer,
  version: string,
  options: { instances?: number; capture?: boolean } = {},
) {
  server.cloud.objects.set(`models/${version}/model.tar.gz`, await modelArchive(version));
  await server.call('CreateModel', {
    ModelName: version,
    ExecutionRoleArn: ROLE,
    EnableNetworkIsolation: true,
    PrimaryContainer: { Image: IMAGE, ModelDataUrl: `s3://models/${version}/model.tar.gz` },
  });
  await server.call('CreateEndpointConfig', {
    EndpointConfigName: version,
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: version,
        InitialInstanceCount: options.instances ?? 1,
        InstanceType: 'ml.m5.large',
        InitialVariantWeight: 1,
      },
    ],
    ...(options.capture
      ? {
          DataCaptureConfig: {
            EnableCapture: true,
            InitialSamplingPercentage: 100,
            DestinationS3Uri: `s3://capture/churn/${version}`,
            CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
            CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
          },
        }
      : {}),
  });
}
