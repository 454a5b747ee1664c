import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapInOrder } from '../../../../lib/local/sagemaker/transform/in-order.ts';
import { batchesOf } from '../../../../lib/local/sagemaker/transform/records.ts';
import { runs } from '../../../_properties.ts';
import { makeConfig, startTestServer, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await makeConfig(server, 'm1');
});
afterAll(() => server.close());

const job = (name: string, input: string, over: object = {}) => ({
  TransformJobName: name,
  ModelName: 'm1',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: input } },
    ContentType: 'text/csv',
    SplitType: 'Line',
  },
  TransformOutput: { S3OutputPath: 's3://scores/run', Accept: 'text/csv', AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  ...over,
});

const ended = (name: string) =>
  server.until('DescribeTransformJob', { TransformJobName: name }, (one) =>
    ['Completed', 'Failed', 'Stopped'].includes(String(one['TransformJobStatus'])),
  );

describe('a transform job', () => {
  it('writes one answer a line for each object, below the output path', async () => {
    server.cloud.objects.set('rows/in/a.csv', Buffer.from('1\n2\n3\n'));
    server.cloud.objects.set('rows/in/deep/b.csv', Buffer.from('4\n5'));
    await server.call(
      'CreateTransformJob',
      job('two-files', 's3://rows/in/', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 4 }),
    );
    expect(await ended('two-files')).toMatchObject({
      TransformJobStatus: 'Completed',
      TransformStartTime: expect.any(Number),
    });
    expect(String(server.cloud.objects.get('scores/run/a.csv.out'))).toBe('m1:1\nm1:2\nm1:3\n');
    expect(String(server.cloud.objects.get('scores/run/deep/b.csv.out'))).toBe('m1:4\nm1:5\n');
  });

  it('takes one object by its key and many records a request', async () => {
    server.cloud.objects.set('rows/one/c.csv', Buffer.from('1\n2\n'));
    await server.call('CreateTransformJob', job('one-file', 's3://rows/one/c.csv'));
    expect((await ended('one-file'))['TransformJobStatus']).toBe('Completed');
    expect(String(server.cloud.objects.get('scores/run/c.csv.out'))).toBe('m1:1\nm1:2\n');
    const listed = async (query: object) => (await server.call('ListTransformJobs', query))['TransformJobSummaries'];
    expect(await listed({ NameContains: 'one-f', StatusEquals: 'Completed' })).toMatchObject([
      { TransformJobName: 'one-file', TransformJobStatus: 'Completed', CreationTime: expect.any(Number) },
    ]);
    expect(await listed({ NameContains: 'one-f', StatusEquals: 'InProgress' })).toEqual([]);
  });

  it('fails for a bad record, without output for that file and with the others', async () => {
    server.cloud.objects.set('rows/mixed/bad.csv', Buffer.from('1\nrefuse\n'));
    server.cloud.objects.set('rows/mixed/good.csv', Buffer.from('2\n'));
    await server.call('CreateTransformJob', job('mixed', 's3://rows/mixed/'));
    const failed = await ended('mixed');
    expect(failed['TransformJobStatus']).toBe('Failed');
    expect(failed['FailureReason']).toMatch(
      /^ClientError: See job logs.*rows\/mixed\/bad\.csv: Bad HTTP status received from algorithm: 400/,
    );
    expect(server.cloud.objects.has('scores/run/bad.csv.out')).toBe(false);
    expect(String(server.cloud.objects.get('scores/run/good.csv.out'))).toBe('m1:2\n');
  });

  it('fails when nothing is there, and when the role may not write', async () => {
    await server.call('CreateTransformJob', job('empty', 's3://rows/none/'));
    expect((await ended('empty'))['FailureReason']).toContain('No S3 objects found');
    server.cloud.objects.set('rows/w/d.csv', Buffer.from('1\n'));
    server.cloud.denied = (action) => action === 's3:PutObject';
    await server.call('CreateTransformJob', job('unwritten', 's3://rows/w/'));
    expect((await ended('unwritten'))['FailureReason']).toMatch(/^ClientError: Data transfer failed: AccessDenied/);
    server.cloud.denied = () => false;
  });

  it('stops when asked, although a request is under way', async () => {
    server.cloud.objects.set('rows/s/e.csv', Buffer.from(Array.from({ length: 100 }, () => 'slow').join('\n')));
    await server.call('CreateTransformJob', job('halted', 's3://rows/s/', { BatchStrategy: 'SingleRecord' }));
    await server.until(
      'DescribeTransformJob',
      { TransformJobName: 'halted' },
      (one) => one['TransformStartTime'] !== undefined,
    );
    await server.call('StopTransformJob', { TransformJobName: 'halted' });
    expect((await ended('halted'))['TransformJobStatus']).toBe('Stopped');
    expect(server.cloud.objects.has('scores/run/e.csv.out')).toBe(false);
  });
});

describe('batches', () => {
  it('hold the same lines in the same order, however the bytes arrive, and none is over the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-z,]{0,8}$/), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 8, max: 40 }),
        fc.constantFrom('MultiRecord' as const, 'SingleRecord' as const),
        async (lines, chunk, maxPayload, strategy) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
            bytes.subarray(index * chunk, (index + 1) * chunk),
          );
          const batches: string[] = [];
          for await (const batch of batchesOf(Readable.from(chunks), { split: 'Line', strategy, maxPayload })) {
            expect(batch.length).toBeLessThanOrEqual(maxPayload);
            batches.push(String(batch));
          }
          expect(batches.flatMap((batch) => batch.split('\n'))).toEqual(lines);
          if (strategy === 'SingleRecord') expect(batches).toEqual(lines);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it('refuse a line over the limit and name it', async () => {
    const read = async () => {
      for await (const _ of batchesOf(Readable.from([Buffer.from('ok\ntoo-long\n')]), {
        split: 'Line',
        strategy: 'MultiRecord',
        maxPayload: 4,
      }));
    };
    await expect(read()).rejects.toThrow('line 2 has at least 8 bytes');
  });

  it('are answered in order with a bounded number under way', async () => {
    let under = 0;
    let most = 0;
    async function* numbers() {
      for (let n = 0; n < 20; n++) yield n;
    }
    const seen: number[] = [];
    for await (const n of mapInOrder(numbers(), 3, async (value) => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return value;
    }))
      seen.push(n);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBeLessThanOrEqual(3);
  });
});
