import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { s3Client } from '../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../lib/adapters/aws/objects.ts';
import { endpoint, makeBucket } from './_emulator.ts';

const address = { bucket: 'data', key: 'churn/uploads/01J/data.csv' };

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', process.env['AWS_ACCESS_KEY_ID'] ?? '000000000000');
  // What MiniStack takes for the root's secret: of a presigned URL it checks the signature always.
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_REGION', process.env['AWS_REGION'] ?? 'us-east-1');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

test('a presigned PUT binds no checksum, for the SDK would take that of an empty body', async () => {
  const { url, headers } = await awsObjects({ client: s3Client() }).presignPut(address, { expiresSeconds: 60 });
  expect(url.toLowerCase()).not.toContain('checksum');
  expect(headers).toEqual({});
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('60');
});

test('with a digest the checksum is a header the caller must send, and is signed', async () => {
  const sha256 = Buffer.alloc(32, 7).toString('base64');
  const { url, headers } = await awsObjects({ client: s3Client() }).presignPut(address, { expiresSeconds: 60, sha256 });
  expect(headers).toEqual({ 'x-amz-checksum-sha256': sha256 });
  const { searchParams } = new URL(url);
  expect(searchParams.get('X-Amz-SignedHeaders')?.split(';')).toContain('x-amz-checksum-sha256');
  expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
});

test.skipIf(!endpoint)('the URL takes the content, and only for its key', async () => {
  const objects = awsObjects({ client: s3Client() });
  const target = { bucket: await makeBucket(), key: 'churn/uploads/01J/data.csv' };
  const { url, headers } = await objects.presignPut(target, { expiresSeconds: 60 });
  expect((await fetch(url, { method: 'PUT', headers, body: 'a,b\n1,2\n' })).status).toBe(200);
  expect(await objects.text(target)).toBe('a,b\n1,2\n');
});
