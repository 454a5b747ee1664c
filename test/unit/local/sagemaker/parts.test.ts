import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packFolder } from '../../../../lib/local/sagemaker/archive/pack.ts';
import { unpackInto } from '../../../../lib/local/sagemaker/archive/unpack.ts';
import { keyBelow, parseS3Uri, relativeKey } from '../../../../lib/local/sagemaker/cloud/s3-uri.ts';
import { chooseRoute } from '../../../../lib/local/sagemaker/hosting/invoke.ts';
import { createInvocationMetrics } from '../../../../lib/local/sagemaker/hosting/metrics.ts';
import { createMetricReader } from '../../../../lib/local/sagemaker/training/metrics.ts';
import { callerScope } from '../../../../lib/local/sagemaker/wire/caller.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an archive', () => {
  it('is the same bytes for the same contents, and gives them back', async () => {
    const archives: Buffer[] = [];
    for (const name of ['one', 'two']) {
      const source = join(folder, name);
      await mkdir(join(source, 'b'), { recursive: true });
      const files = [join(source, 'b', 'x.txt'), join(source, 'a.txt')];
      for (const file of name === 'one' ? files : files.toReversed()) await writeFile(file, 'content');
      await utimes(files[0] ?? '', name.length * 1000, name.length * 77);
      await packFolder(source, join(folder, `${name}.tar.gz`));
      archives.push(await readFile(join(folder, `${name}.tar.gz`)));
    }
    expect(archives[0]).toEqual(archives[1]);
    await unpackInto(Readable.from([archives[0]]), join(folder, 'out'));
    expect(await readFile(join(folder, 'out', 'b', 'x.txt'), 'utf8')).toBe('content');
  });

  it('leaves links out, and is refused when it leads out of its folder or is no archive', async () => {
    const source = join(folder, 'linked');
    await mkdir(source);
    await symlink('/etc/hostname', join(source, 'link'));
    expect(await packFolder(source, join(folder, 'linked.tar.gz'))).toBe(0);

    const evil = pack();
    evil.entry({ name: '../evil.txt' }, 'x');
    evil.finalize();
    await expect(unpackInto(evil.pipe(createGzip()), join(folder, 'e'))).rejects.toThrow("'../evil.txt' leads out");
    const link = pack();
    link.entry({ name: 'l', type: 'symlink', linkname: '/etc' });
    link.finalize();
    await expect(unpackInto(link.pipe(createGzip()), join(folder, 'l'))).rejects.toThrow('symlink');
    await expect(unpackInto(Readable.from([Buffer.from('no archive')]), join(folder, 'n'))).rejects.toThrow(
      'incorrect header',
    );
  });
});

describe('S3 locations', () => {
  it('are parsed, extended and cut', () => {
    expect(parseS3Uri('s3://bucket/a/b')).toEqual({ bucket: 'bucket', key: 'a/b' });
    expect(parseS3Uri('s3://bucket')).toEqual({ bucket: 'bucket', key: '' });
    expect(() => parseS3Uri('https://s3/b/k')).toThrow('not supported');
    expect(keyBelow({ bucket: 'b', key: 'a/' }, 'c', 'd')).toBe('a/c/d');
    expect(keyBelow({ bucket: 'b', key: '' }, 'c')).toBe('c');
    const cases = [
      ['in/', 'in/a/b.csv', 'a/b.csv'],
      ['in', 'in/a.csv', 'a.csv'],
      ['in/a.csv', 'in/a.csv', 'a.csv'],
      ['in/part', 'in/part-1.csv', 'part-1.csv'],
      ['', 'a/b', 'a/b'],
    ] as const;
    for (const [prefix, key, expected] of cases) expect(relativeKey(prefix, key)).toBe(expected);
  });
});

describe('metrics in log lines', () => {
  it('are the last first group of each, with tabs as CloudWatch shows them', () => {
    const reader = createMetricReader([
      { Name: 'auc', Regex: '.*\\[[0-9]+\\].*#011validation-auc:(\\S+)' },
      { Name: 'loss', Regex: 'loss=(\\S+)' },
      { Name: 'none', Regex: 'nothing' },
    ]);
    reader.read('[0]\tvalidation-auc:0.5', 1);
    reader.read('[1]\tvalidation-auc:0.75', 2);
    reader.read('loss=nan', 3);
    expect(reader.final()).toEqual([{ name: 'auc', value: 0.75, at: 2 }]);
  });
});

describe('metrics of invocations', () => {
  it('count every request once, in data of at most 150 values', async () => {
    const written: { name: string; values: readonly number[]; counts: readonly number[]; config?: string }[] = [];
    const metrics = createInvocationMetrics(
      {
        async putMetrics(_namespace, data) {
          for (const { name, values, counts, dimensions } of data) {
            const config = dimensions['EndpointConfigName'];
            written.push({ name, values, counts, ...(config === undefined ? {} : { config }) });
          }
        },
      },
      () => 0,
      (error) => {
        throw error;
      },
    );
    for (let n = 0; n < 400; n++) {
      metrics.record({
        endpoint: 'e',
        variant: 'v',
        configuration: 'c',
        modelStatus: n % 4 === 0 ? 500 : 200,
        modelLatencyMicroseconds: n,
        overheadMicroseconds: 1,
      });
    }
    await metrics.close();
    const sum = (name: string, config?: string) =>
      written
        .filter((one) => one.name === name && one.config === config)
        .flatMap((one) => one.values.map((value, index) => value * (one.counts[index] ?? 0)))
        .reduce((total, value) => total + value, 0);
    expect([sum('Invocations'), sum('Invocations', 'c'), sum('Invocation5XXErrors', 'c')]).toEqual([400, 400, 100]);
    expect([sum('Invocation4XXErrors'), sum('InvocationModelErrors'), sum('ModelLatency')]).toEqual([0, 100, 79_800]);
    expect(Math.max(...written.map((one) => one.values.length))).toBe(150);
  });
});

describe('a route', () => {
  const route = (fleet: string, variant: string, share: number) => ({
    fleet,
    configuration: fleet,
    variant,
    instances: 1,
    share,
  });

  it('is one with a share above 0, for any number', () => {
    const routes = [route('a', 'x', 0.25), route('b', 'x', 0.5), route('b', 'y', 0.25)];
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (random) => {
        const expected = random < 0.25 ? routes[0] : random < 0.75 ? routes[1] : routes[2];
        expect(chooseRoute(routes, undefined, random)).toEqual(expected);
        expect(chooseRoute(routes, 'y', random)).toEqual(routes[2]);
      }),
    );
    expect(chooseRoute(routes, 'none', 0.5)).toBeUndefined();
  });
});

describe('the scope of a request', () => {
  const fallback = { account: '000000000001', region: 'us-east-1' };
  const signed = (key: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261121/eu-west-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0`,
  });
  it('is what the gateway says, else the signature, else the server', () => {
    expect(callerScope({}, fallback)).toEqual(fallback);
    expect(callerScope(signed('111122223333'), fallback)).toEqual({ account: '111122223333', region: 'eu-west-1' });
    expect(callerScope(signed('ASIAX'), fallback)).toEqual({ account: fallback.account, region: 'eu-west-1' });
    const headers = { ...signed('ASIAX'), 'x-local-account': '999900001111', 'x-local-region': 'us-west-2' };
    expect(callerScope(headers, fallback)).toEqual({ account: '999900001111', region: 'us-west-2' });
  });
});
