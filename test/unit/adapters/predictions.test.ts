/** The faults of SageMaker's runtime, from a server that answers as SageMaker does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsPredictions } from '../../../lib/adapters/aws/predictions.ts';
import type { Predictions } from '../../../lib/core/ports/services.ts';

let server: Server;
let predictions: Predictions;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const fault = (status: number, type: string, body: object) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify(body));
};
const invoke = (timeoutMs?: number) =>
  predictions.invoke('sluice-churn-production', Buffer.from('1,2'), {
    contentType: 'text/csv',
    inferenceId: 'c-7',
    ...(timeoutMs ? { timeoutMs } : {}),
  });

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const client = new SageMakerRuntimeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  predictions = awsPredictions({ client });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

test('the body and its types go out and come back', async () => {
  answer = (request, response) => {
    expect(request.url).toBe('/endpoints/sluice-churn-production/invocations');
    expect(request.headers).toMatchObject({ 'content-type': 'text/csv', 'x-amzn-sagemaker-inference-id': 'c-7' });
    response.writeHead(200, { 'content-type': 'text/csv', 'x-amzn-invoked-production-variant': 'primary' });
    response.end('0.7\n');
  };
  const { body, ...rest } = await invoke();
  expect(Buffer.from(body).toString()).toBe('0.7\n');
  expect(rest).toEqual({ contentType: 'text/csv', variant: 'primary' });
});

test('an error of the model has its own status and text, cut short', async () => {
  const text = 'x'.repeat(2000);
  answer = fault(424, 'ModelError', { Message: 'm', OriginalStatusCode: 400, OriginalMessage: text });
  await expect(invoke()).rejects.toMatchObject({ name: 'ModelFault', status: 400, message: 'x'.repeat(500) });
});

test('an endpoint that is not there is EndpointMissing', async () => {
  answer = fault(400, 'ValidationError', { Message: 'Endpoint sluice-churn-production of account 1 not found.' });
  await expect(invoke()).rejects.toMatchObject({ name: 'EndpointMissing' });
});

test('another validation error stays what it is', async () => {
  answer = fault(400, 'ValidationError', { Message: 'too long' });
  await expect(invoke()).rejects.toMatchObject({ name: 'ValidationError' });
});

test('no answer in time is PredictionTimeout', async () => {
  answer = () => undefined;
  await expect(invoke(50)).rejects.toMatchObject({ name: 'PredictionTimeout', message: 'no answer within 50 ms' });
});
