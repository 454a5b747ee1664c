import { beforeEach, expect, test } from 'vitest';
import { EndpointBusy, EndpointMissing, ModelFault, PredictionTimeout } from '../../../lib/core/ports/services.ts';
import { applied, live, registered, type TestPlatform, testPlatform } from './_platform.ts';

const PATH = '/models/churn/stages/production/predictions';
const ENDPOINT = 'sluice-churn-production';
let platform: TestPlatform;
const ask = (raw: string | Uint8Array, headers: Record<string, string> = {}) =>
  platform.call('POST', PATH, { raw, headers });
const serve = (answer: () => Promise<never>) => platform.predictions.endpoints.set(ENDPOINT, answer);

beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
  await registered(platform, 1);
});

test('a stage that serves nothing is a 404 that says how to change that', async () => {
  expect(await ask('1,2')).toMatchObject({
    status: 404,
    body: { type: 'urn:sluice:not-live', mend: 'sluice promote churn <version> --stage production' },
  });
});

test('the body goes to the endpoint as it came, with its types and inference id', async () => {
  await live(platform, 1);
  const seen: unknown[] = [];
  platform.predictions.endpoints.set(ENDPOINT, async (body, options) => {
    seen.push(options);
    return { body, contentType: 'text/csv' };
  });
  const headers = { 'content-type': 'text/csv', accept: 'application/json', 'x-sluice-inference-id': 'c-7' };
  expect(await ask(Buffer.from('1,ü\n'), headers)).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/csv', 'x-sluice-inference-id': 'c-7' },
    body: '1,ü\n',
  });
  expect(seen).toEqual([
    { contentType: 'text/csv', accept: 'application/json', inferenceId: 'c-7', timeoutMs: 25_000 },
  ]);
});

test('a request without an id is given one, and told it', async () => {
  await live(platform, 1);
  const seen: unknown[] = [];
  platform.predictions.endpoints.set(ENDPOINT, async (body, { inferenceId }) => {
    seen.push(inferenceId);
    return { body, contentType: 'text/csv' };
  });
  const answers = [await ask('1,2'), await ask('1,2')];
  expect(answers.map(({ headers }) => headers['x-sluice-inference-id'])).toEqual(seen);
  expect(new Set(seen).size).toBe(2);
});

test.each([
  [{ 'x-sluice-inference-id': '' }],
  [{ 'x-sluice-inference-id': 'a b' }],
  [{ 'x-sluice-inference-id': 'é' }],
  [{ 'x-sluice-inference-id': 'x'.repeat(65) }],
  [{ 'content-type': `text/${'x'.repeat(1024)}` }],
  [{ accept: 'té' }],
])('the headers %j are refused before the model is asked', async (headers) => {
  await live(platform, 1);
  serve(() => Promise.reject(new Error('asked')));
  expect(await ask('1,2', headers as Record<string, string>)).toMatchObject({
    status: 400,
    body: { type: 'urn:sluice:invalid-request' },
  });
});

test('an empty body is refused before the model is asked', async () => {
  await live(platform, 1);
  serve(() => Promise.reject(new Error('asked')));
  expect((await ask('')).status).toBe(400);
});

test('more than 5 MB is a 413 that names the endpoint, and the model is not asked', async () => {
  await live(platform, 1);
  serve(() => Promise.reject(new Error('asked')));
  const answer = await ask(Buffer.alloc(5 * 1024 * 1024 + 1, 'x'));
  expect(answer).toMatchObject({ status: 413, body: { type: 'urn:sluice:too-large', endpoint: ENDPOINT } });
  expect(answer.body.mend).toContain(ENDPOINT);
});

test.each([
  [new PredictionTimeout('late'), 504, { type: 'urn:sluice:prediction-timeout', endpoint: ENDPOINT }],
  [new ModelFault(500, 'bad cell'), 424, { type: 'urn:sluice:model-fault', modelStatus: 500 }],
  [new ModelFault(400, 'bad cell'), 424, { detail: 'the model answered 400: bad cell' }],
  [new EndpointBusy('no instance'), 503, { type: 'urn:sluice:endpoint-busy', endpoint: ENDPOINT }],
  [new EndpointMissing('gone'), 404, { type: 'urn:sluice:not-live' }],
  [new Error('secret'), 500, { type: 'urn:sluice:internal' }],
])('%s becomes %i', async (error, status, body) => {
  await live(platform, 1);
  serve(() => Promise.reject(error));
  const answer = await ask('1,2', { 'x-sluice-inference-id': 'c-7' });
  expect(answer).toMatchObject({ status, body });
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});
