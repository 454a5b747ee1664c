/** `sluice doctor`: what it finds on machines and in accounts that are fit, half fit and unfit. */
import { describe, expect, it } from 'vitest';
import type { Account, LiveEndpoint, Subscription } from '../../../lib/adapters/aws/account.ts';
import { PlatformMissing } from '../../../lib/adapters/aws/platform.ts';
import { readQuotas } from '../../../lib/adapters/aws/quotas.ts';
import { accountChecks, type Patient, priceFinding } from '../../../lib/cli/doctor/account.ts';
import { type Check, type Checked, checksText, ok, runChecks, summary } from '../../../lib/cli/doctor/check.ts';
import { quotaDemands } from '../../../lib/cli/doctor/demand.ts';
import { localCloudChecks } from '../../../lib/cli/doctor/local-cloud.ts';
import { type Machine, machineChecks } from '../../../lib/cli/doctor/machine.ts';
import { CommandFailure, EXIT } from '../../../lib/cli/exit-codes.ts';
import { OUTPUTS, type Outputs } from '../../../lib/core/contracts/outputs.ts';
import { sluice } from './_run.ts';

const found = async (checks: readonly Check[], name: string | RegExp): Promise<Checked | undefined> =>
  (await runChecks(checks)).find((one) => (typeof name === 'string' ? one.name === name : name.test(one.name)));

describe('the findings', () => {
  const of = (result: Checked['result'], more: Partial<Checked> = {}): Checked => ({
    group: 'machine',
    name: 'x',
    result,
    text: 't',
    ...more,
  });

  it('are told by group with its worst child, each with its mend, and counted', () => {
    const text = checksText([
      of('ok'),
      of('warn', { mend: 'do y' }),
      of('FAIL', { group: 'account', text: 'a\nb\u001b[2J' }),
    ]);
    expect(text).toBe(
      [
        'machine: warn',
        '  ok    x: t',
        '  warn  x: t',
        '        mend: do y',
        'account: FAIL',
        '  FAIL  x: a',
        '        b [2J',
        '3 checks: 1 ok, 1 warn, 1 FAIL',
      ].join('\n'),
    );
  });

  it('hold a FAIL for a check that throws, at once or later, and the other checks', async () => {
    const check = (find: Check['find']): Check => ({ group: 'machine', name: 'x', find });
    const all = await runChecks([
      check(() => {
        throw new CommandFailure(EXIT.usage, 'no region', 'export AWS_REGION=x');
      }),
      check(async () => Promise.reject(new Error('socket closed'))),
      check(() => ok('fine')),
    ]);
    expect(all).toMatchObject([
      { result: 'FAIL', text: 'no region', mend: 'export AWS_REGION=x' },
      { result: 'FAIL', text: 'socket closed' },
      { result: 'ok' },
    ]);
    expect(summary(all)).toBe('3 checks: 1 ok, 0 warn, 2 FAIL');
  });
});

describe('a machine', () => {
  const fit: Machine = {
    node: '24.21.0',
    platform: 'linux-x64',
    python: async () => ({ version: '3.12.1', emulator: '1.5.33' }),
    freeBytes: () => 20 * 2 ** 30,
    portIsFree: async () => true,
    target: () => ({ target: 'local' }),
  };
  const port = { number: 4566, held: false };

  it('that is fit passes every check', async () => {
    const all = await runChecks(machineChecks(fit, port));
    expect(all.filter(({ result }) => result !== 'ok')).toEqual([]);
    expect(all.length).toBeGreaterThan(5);
  });

  it.each([
    ['Node', { node: '20.19.0' }, 'FAIL'],
    ['system', { platform: 'win32-x64' }, 'FAIL'],
    ['system', { platform: 'darwin-arm64' }, 'warn'],
    ['Python', { python: () => Promise.reject(new Error('ENOENT')) }, 'FAIL'],
    ['disk of the checkout', { freeBytes: () => 2 ** 30 }, 'warn'],
    ['disk of temporary files', { freeBytes: () => 2 ** 20 }, 'FAIL'],
    ['port 4566', { portIsFree: async () => false }, 'warn'],
  ] as const)('%s: %j is %s, with a mend', async (name, more, result) => {
    const checked = await found(machineChecks({ ...fit, ...more } as Machine, port), name);
    expect(checked).toMatchObject({ result, mend: expect.any(String) });
  });

  it('is not blamed for a port that its own local cloud has', async () => {
    const checks = machineChecks({ ...fit, portIsFree: async () => false }, { number: 4566, held: true });
    expect(await found(checks, 'port 4566')).toMatchObject({ result: 'ok' });
  });

  it('is looked at without any local cloud, and ends with the count', async () => {
    const { out } = await sluice('doctor');
    expect(out).toMatch(/^machine: (ok|warn)\n[\s\S]*\n\d+ checks: \d+ ok, \d+ warn, 0 FAIL\n$/);
    const { checks } = JSON.parse((await sluice('doctor', '--json')).out);
    expect(checks[0]).toMatchObject({ group: 'machine', name: 'Node', result: 'ok' });
  });
});

describe('a local cloud', () => {
  const clouds = (answer: () => Promise<void>) => ({
    running: () => [{ name: 'default', port: 4566, ready: true }],
    answer,
    outputs: async () => Promise.reject(new PlatformMissing('no platform named x')),
  });
  it('need not be', async () => {
    const checks = localCloudChecks({ ...clouds(async () => {}), running: () => [] }, 'sluice');
    expect(await runChecks(checks)).toMatchObject([{ result: 'ok', text: expect.stringMatching(/none/) }]);
  });
  it('that is starting is left alone', async () => {
    const starting = { name: 'default', port: 4566, ready: false };
    const checks = localCloudChecks({ ...clouds(() => Promise.reject(new Error())), running: () => [starting] }, 'x');
    expect(await runChecks(checks)).toMatchObject([{ result: 'ok', text: 'is starting' }]);
  });
  it('that runs must answer and hold the platform', async () => {
    const all = await runChecks(
      localCloudChecks(
        clouds(() => Promise.reject(new Error('refused'))),
        'x',
      ),
    );
    expect(all).toMatchObject([
      { result: 'FAIL', text: expect.stringMatching(/refused/), mend: expect.stringMatching(/local up/) },
      { result: 'FAIL', text: 'no platform named x' },
    ]);
  });
});

describe('an account', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:sluice';
  const outputs = {
    ...(Object.fromEntries(OUTPUTS.map((key) => [key, key])) as Outputs),
    'notifications-topic': topic,
  };
  const now = new Date('2026-11-21T14:00:00Z');
  const live: LiveEndpoint[] = [
    { name: 'sluice-churn-production', status: 'InService', instances: [{ type: 'ml.m5.large', count: 2 }] },
  ];
  const mail = (confirmed: boolean): Subscription => ({ protocol: 'email', endpoint: 'a@b', confirmed });
  const plenty = (names: ReadonlySet<string>) => new Map([...names].map((name) => [name, { code: 'L-1', value: 10 }]));

  function patient(more: Partial<Account> = {}, other: Partial<Patient> = {}): Patient {
    return {
      target: {
        region: 'eu-west-1',
        account: '123456789012',
        place: 'aws 1234-5678-9012 · eu-west-1',
        who: 'role Operator',
      },
      platform: 'sluice',
      account: {
        bootstrapVersion: async () => 28,
        quotas: async (names) => plenty(names),
        subscriptions: async () => [mail(true)],
        endpoints: async () => live,
        time: async () => now,
        ...more,
      },
      outputs: async () => outputs,
      demands: async () => quotaDemands([]),
      now: () => now,
      ...other,
    };
  }

  it('that is fit passes every check', async () => {
    const all = await runChecks(await accountChecks(patient()));
    expect(all.filter(({ result }) => result !== 'ok')).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual([
      'target',
      'clock',
      'CDK bootstrap',
      'XGBoost image',
      'quota ml.m5.large for training job usage',
      'quota ml.m5.large for transform job usage',
      'quota ml.m5.large for endpoint usage',
      'deployed',
      'subscribers',
      'endpoints',
      'price',
    ]);
  });

  const quota = (value: number) => async (names: ReadonlySet<string>) =>
    new Map([...names].map((name) => [name, { code: 'L-93', value }]));

  const unfit: readonly [string, Partial<Account>, Checked['result'], RegExp][] = [
    ['clock', { time: async () => new Date(now.getTime() - 400_000) }, 'FAIL', /400 s/],
    ['clock', { time: async () => new Date(now.getTime() + 90_000) }, 'warn', /-90 s/],
    [
      'CDK bootstrap',
      { bootstrapVersion: async () => undefined },
      'FAIL',
      /cdk bootstrap aws:\/\/123456789012\/eu-west-1/,
    ],
    ['CDK bootstrap', { bootstrapVersion: async () => 5 }, 'FAIL', /version 5/],
    [
      'quota ml.m5.large for endpoint usage',
      { quotas: quota(3) },
      'FAIL',
      /3, needed 4 .*--quota-code L-93 --desired-value 4/s,
    ],
    ['quota ml.m5.large for transform job usage', { quotas: quota(1) }, 'FAIL', /1, needed 2/],
    ['quota ml.m5.large for training job usage', { quotas: async () => new Map() }, 'warn', /no such quota/],
    ['quotas', { quotas: () => Promise.reject(new Error('denied')) }, 'FAIL', /denied/],
    ['subscribers', { subscriptions: async () => [mail(false)] }, 'FAIL', /none of 1 is confirmed/],
    ['subscribers', { subscriptions: async () => [] }, 'FAIL', /nobody is subscribed[\s\S]*aws sns subscribe/],
    ['endpoints', { endpoints: async () => [{ ...live[0], status: 'Failed' } as LiveEndpoint] }, 'FAIL', /is Failed/],
    ['endpoints', { endpoints: () => Promise.reject(new Error('throttled')) }, 'FAIL', /throttled/],
  ];
  it.each(unfit)('%s: %o is %s', async (name, more, result, text) => {
    const checked = await found(await accountChecks(patient(more)), name);
    expect(checked?.result).toBe(result);
    expect(`${checked?.text} ${checked?.mend ?? ''}`).toMatch(text);
  });

  it('in a region without the image, or before the platform is there, says so', async () => {
    const target = { ...patient().target, region: 'mx-central-1' };
    expect(await found(await accountChecks(patient({}, { target })), 'XGBoost image')).toMatchObject({
      result: 'FAIL',
    });
    const none = patient({}, { outputs: () => Promise.reject(new PlatformMissing('no platform named sluice')) });
    const all = (await runChecks(await accountChecks(none))).filter(({ group }) => group === 'platform');
    expect(all).toMatchObject([{ name: 'deployed', result: 'warn', mend: 'AWS_REGION=eu-west-1 npm run deploy' }]);
  });

  it('is priced by what runs', () => {
    expect(priceFinding([])).toMatchObject({ result: 'ok', text: 'nothing is live: storage only' });
    // 2 x 0.115 x 730 hours
    expect(priceFinding(live).text).toMatch(
      /^2 instances on 1 endpoints, about \$168 a month \(list price of us-east-1, \d{4}-/,
    );
    const odd = priceFinding([
      ...live,
      { name: 'b', status: 'InService', instances: [{ type: 'ml.p9.huge', count: 1 }] },
    ]);
    expect(odd).toMatchObject({ result: 'warn', text: expect.stringMatching(/\$168 .*without ml\.p9\.huge/) });
  });
});

it('asks quotas for what the manifests say: twice the instances of all stages', () => {
  const stage = (instance: string, count: number) => ({ serving: { instance, count } });
  const model = (instance: string, stages: object) => ({ training: { instance }, stages });
  const demands = quotaDemands([
    model('ml.m5.large', { staging: stage('ml.m5.large', 1), production: stage('ml.c5.large', 2) }),
    model('ml.c5.large', { production: stage('ml.c5.large', 3) }),
  ] as unknown as Parameters<typeof quotaDemands>[0]);
  expect(demands.map(({ name, needed }) => [name, needed])).toEqual([
    ['ml.c5.large for training job usage', 1],
    ['ml.m5.large for training job usage', 1],
    ['ml.c5.large for transform job usage', 2],
    ['ml.m5.large for transform job usage', 2],
    ['ml.c5.large for endpoint usage', 10],
    ['ml.m5.large for endpoint usage', 2],
  ]);
});

describe('Service Quotas', () => {
  const quota = (QuotaName: string, Value: number) => ({ QuotaName, QuotaCode: `L-${QuotaName}`, Value });

  function service(answers: (body: { NextToken?: string }, operation: string) => Response) {
    const asked: string[] = [];
    const waits: number[] = [];
    return {
      asked,
      waits,
      options: {
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
        backoff: { wait: async (ms: number) => void waits.push(ms) },
        fetch: (async (url: URL, init: RequestInit & { headers: Record<string, string> }) => {
          const operation = init.headers['x-amz-target']?.split('.')[1] ?? '';
          asked.push(operation);
          expect(url.host).toBe('servicequotas.eu-west-1.amazonaws.com');
          expect(init.headers['authorization']).toMatch(/\/eu-west-1\/servicequotas\/aws4_request/);
          return answers(JSON.parse(String(init.body)), operation);
        }) as typeof fetch,
      },
    };
  }

  it('are read page by page as the account has them, then as AWS has them, until all are found', async () => {
    const { options, asked } = service(({ NextToken }, operation) =>
      Response.json(
        operation === 'ListAWSDefaultServiceQuotas'
          ? { Quotas: [quota('a', 0), quota('c', 7)], NextToken: 'never asked for' }
          : NextToken
            ? { Quotas: [quota('b', 2)], NextToken: null }
            : { Quotas: [quota('a', 1), quota('x', 9)], NextToken: 't' },
      ),
    );
    const found = await readQuotas(options, 'sagemaker', new Set(['a', 'b', 'c']));
    expect(Object.fromEntries(found)).toEqual({
      a: { code: 'L-a', value: 1 },
      b: { code: 'L-b', value: 2 },
      c: { code: 'L-c', value: 7 },
    });
    expect(asked).toEqual(['ListServiceQuotas', 'ListServiceQuotas', 'ListAWSDefaultServiceQuotas']);
  });

  it('are asked for again when the service is crowded, not when a right is missing', async () => {
    let tries = 0;
    const crowded = service(() =>
      tries++ < 2
        ? Response.json({ __type: 'TooManyRequestsException' }, { status: 400 })
        : Response.json({ Quotas: [quota('a', 1)] }),
    );
    expect((await readQuotas(crowded.options, 'sagemaker', new Set(['a']))).get('a')?.value).toBe(1);
    expect(crowded.waits).toEqual([500, 1000]);
    const denied = service(() =>
      Response.json({ __type: 'com.amazon#AccessDeniedException', Message: 'not authorized' }, { status: 400 }),
    );
    await expect(readQuotas(denied.options, 'sagemaker', new Set(['a']))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'not authorized',
    });
    expect(denied.asked).toHaveLength(1);
  });
});
