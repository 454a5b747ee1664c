/** Another endpoint behind a local cloud: which one is meant, and what goes where. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkEndpoint, chosenEndpoint, EndpointUnfit } from '../../../../lib/local/behind/endpoint.ts';
import { isSageMaker, startGateway } from '../../../../lib/local/behind/gateway.ts';
import type { InstanceRecord } from '../../../../lib/local/instances/record.ts';
import { freePort } from '../../../../lib/local/process/ports.ts';

const ours = { name: 'default', port: 4566 } as InstanceRecord;

describe('which endpoint is meant', () => {
  it.each([
    [undefined, {}, undefined],
    [undefined, { AWS_ENDPOINT_URL: '' }, undefined],
    [undefined, { AWS_ENDPOINT_URL: 'http://localhost:4777/' }, 'http://localhost:4777'],
    ['http://10.0.0.7:4566', { AWS_ENDPOINT_URL: 'http://localhost:1' }, 'http://10.0.0.7:4566'],
    // A shell that ran `local env`: its own local cloud is not put behind another one.
    [undefined, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, undefined],
  ])('%s with %j: %s', (given, environment, expected) =>
    expect(chosenEndpoint(given, environment, [ours])).toBe(expected),
  );

  it.each([
    ['https://sqs.eu-west-1.amazonaws.com', /no http address/],
    ['http://s3.amazonaws.com', /AWS itself/],
    ['4566', /no http address/],
    ['http://127.0.0.1:4566', /the local cloud "default"/],
  ])('%s is refused', (given, why) => {
    expect(() => chosenEndpoint(given, {}, [ours])).toThrow(EndpointUnfit);
    expect(() => chosenEndpoint(given, {}, [ours])).toThrow(why);
  });

  it('that does not answer is refused with a mend', async () => {
    await expect(checkEndpoint(`http://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({
      name: 'EndpointUnfit',
      mend: 'start it, or unset AWS_ENDPOINT_URL',
    });
  });
});

describe('the gateway', () => {
  /** A server that tells what it was asked, and how much of it came. */
  async function listener(name: string): Promise<string> {
    const server = createServer(async (incoming, answer) => {
      let bytes = 0;
      for await (const chunk of incoming) bytes += (chunk as Buffer).length;
      const { method, url, headers } = incoming;
      answer.writeHead(200, { 'content-type': 'application/json', 'x-name': name });
      answer.end(JSON.stringify({ name, method, url, host: headers.host, bytes, Models: [] }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close().closeAllConnections());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function gateway(endpoint?: string) {
    const port = await freePort();
    const sagemakerUrl = await listener('sagemaker');
    const made = await startGateway({ port, sagemakerUrl, endpoint: endpoint ?? (await listener('other')) });
    onTestFinished(() => made.close());
    const config = {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: '000000000000', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
    return { port, config };
  }

  it('gives SageMaker its calls and the other everything else, with the host that was signed', async () => {
    const { port, config } = await gateway();
    expect((await new SageMakerClient(config).send(new ListModelsCommand({}))).Models).toEqual([]);
    const invoked = await new SageMakerRuntimeClient(config).send(
      new InvokeEndpointCommand({ EndpointName: 'e', Body: 'x' }),
    );
    expect(JSON.parse(Buffer.from(invoked.Body ?? []).toString())).toMatchObject({ name: 'sagemaker', bytes: 1 });
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    // A bucket may have the name of SageMaker's path.
    const got = await s3.send(new GetObjectCommand({ Bucket: 'endpoints', Key: 'e/invocations' }));
    expect(JSON.parse((await got.Body?.transformToString()) ?? '')).toMatchObject({
      name: 'other',
      url: '/endpoints/e/invocations?x-id=GetObject',
      host: `127.0.0.1:${port}`,
    });
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Buffer.alloc(3_000_000) }));
  });

  it('takes a body of any length and one whose sender waits to be asked', async () => {
    const { port } = await gateway();
    const sent = request({ port, host: '127.0.0.1', method: 'PUT', path: '/b/k', headers: { expect: '100-continue' } });
    sent.on('continue', () => sent.end(Buffer.alloc(2_000_000)));
    sent.flushHeaders();
    const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer>];
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part);
    expect(JSON.parse(Buffer.concat(parts).toString())).toMatchObject({ name: 'other', bytes: 2_000_000 });
  });

  it('says which side does not answer', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const { port } = await gateway(endpoint);
    const answer = await fetch(`http://127.0.0.1:${port}/b/k`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining(`${endpoint} does not answer`) });
  });

  it('refuses a port that is taken', async () => {
    const { port } = await gateway();
    await expect(startGateway({ port, sagemakerUrl: 'http://x', endpoint: 'http://x' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

it('knows SageMaker by what the client says it is for', () => {
  const signed = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=0/20261121/us-east-1/${service}/aws4_request, Signed`;
  expect(isSageMaker({ headers: { 'x-amz-target': 'SageMaker.CreateModel' }, url: '/' })).toBe(true);
  expect(isSageMaker({ headers: { authorization: signed('sagemaker') }, url: '/endpoints/e/invocations' })).toBe(true);
  expect(isSageMaker({ headers: { authorization: signed('s3') }, url: '/endpoints/e/invocations' })).toBe(false);
  expect(isSageMaker({ headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, url: '/' })).toBe(false);
});
