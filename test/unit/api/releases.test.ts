import { beforeEach, describe, expect, test } from 'vitest';
import { applied, codeOf, live, registered, STATE_MACHINE, type TestPlatform, testPlatform } from './_platform.ts';

const PATH = '/models/churn/stages/production/releases';
let platform: TestPlatform;
const ask = (body: unknown, headers: Record<string, string> = {}, user = 'anna') =>
  platform.call('POST', PATH, { body, headers, user });
beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
  await registered(platform, 1);
});

describe('POST .../releases', () => {
  test('writes the release, takes the lock, and starts one execution named by it', async () => {
    const { status, body, headers } = await ask({ version: 1, reason: 'first' });
    expect(status).toBe(202);
    expect(headers['location']).toBe(`/v1${PATH}/${body.release}`);
    expect(body).toMatchObject({
      kind: 'promote',
      version: 1,
      state: 'requested',
      fence: 1,
      endpoint: 'sluice-churn-production',
      configuration: 'sluice-churn-production-000001',
      rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 },
      effectiveShare: 1,
      reason: 'first',
    });
    expect(platform.executions.started).toEqual([
      {
        stateMachine: STATE_MACHINE,
        name: `churn-production-${body.release}`,
        input: { v: 1, model: 'churn', stage: 'production', release: body.release, fence: 1 },
      },
    ]);
    expect((await platform.call('GET', '/models/churn/stages/production')).body.release).toBe(body.release);
    expect((await platform.call('GET', `${PATH}/${body.release}`)).body.state).toBe('requested');
  });

  test('of many that ask at once one gets the stage, the others a 409 that names it', async () => {
    await registered(platform, 2);
    const answers = await Promise.all(Array.from({ length: 7 }, (_, n) => ask({ version: 1 + (n % 2) })));
    const won = answers.filter(({ status }) => status === 202);
    expect(won).toHaveLength(1);
    for (const lost of answers.filter((answer) => !won.includes(answer)))
      expect(lost).toMatchObject({ status: 409, body: { type: 'urn:sluice:release-in-progress' } });
    expect(platform.executions.started).toHaveLength(1);
  });

  test('the same key gets the same release, and the execution is ensured', async () => {
    const first = await ask({ version: 1 }, { 'idempotency-key': 'k1' });
    platform.executions.forget(`churn-production-${first.body.release}`);
    const again = await ask({ version: 1 }, { 'idempotency-key': 'k1' });
    expect(again).toMatchObject({ status: 202, body: { release: first.body.release } });
    expect(platform.executions.started).toHaveLength(2);
    expect(codeOf(await ask({ version: 2 }, { 'idempotency-key': 'k1' }))).toBe('key-reused');
    expect(codeOf(await ask({ version: 1 }, { 'idempotency-key': 'k1' }, 'bert'))).toBe('release-in-progress');
  });

  test('a start that fails is a 500 that says nothing, and the same request mends it', async () => {
    const { executions } = platform;
    const { start } = executions;
    executions.start = async () => {
      throw new Error('secret internals');
    };
    const failed = await ask({ version: 1 }, { 'idempotency-key': 'k1' });
    expect(failed).toMatchObject({ status: 500, body: { type: 'urn:sluice:internal' } });
    expect(JSON.stringify(failed.body)).not.toContain('secret');
    executions.start = start;
    expect((await ask({ version: 1 }, { 'idempotency-key': 'k1' })).status).toBe(202);
    expect(executions.started).toHaveLength(1);
  });

  test('a lock whose execution is gone is taken over under a higher number; its release ends as failed', async () => {
    const first = await ask({ version: 1 });
    platform.executions.forget(`churn-production-${first.body.release}`);
    expect(codeOf(await ask({ version: 1 }))).toBe('release-in-progress');
    platform.clock.advance(61_000);
    const second = await ask({ version: 1 });
    expect(second).toMatchObject({ status: 202, body: { fence: 2, configuration: 'sluice-churn-production-000002' } });
    expect((await platform.call('GET', `${PATH}/${first.body.release}`)).body).toMatchObject({
      state: 'failed',
      cause: { code: 'abandoned' },
    });
  });

  test('a canary next to a champion gets the share its instances allow', async () => {
    await live(platform, 1);
    await registered(platform, 2, { champion: 1 });
    expect((await ask({ version: 2 })).body).toMatchObject({
      from: 1,
      fromConfiguration: 'sluice-churn-production-000001',
      effectiveShare: 0.5,
    });
  });

  test.each([
    ['an unknown version', { version: 9 }, 404, 'unknown-version'],
    ['both version and rollbackTo', { version: 1, rollbackTo: 1 }, 400, 'invalid-request'],
    ['neither', { reason: 'x' }, 400, 'invalid-request'],
    ['a version that is no number', { version: '1' }, 400, 'invalid-request'],
    ['a rollback to what never served', { rollbackTo: 1 }, 409, 'never-served'],
    ['a rollback where nothing served', { rollbackTo: 'previous' }, 409, 'never-served'],
  ])('%s is refused, and nothing is written', async (_what, body, status, code) => {
    const before = platform.registry.dump();
    const answer = await ask(body);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(platform.registry.dump()).toEqual(before);
    expect(platform.executions.started).toEqual([]);
  });

  test('a version that fails a gate is refused in the words of the gate', async () => {
    const gates = [{ gate: 'auc >= 0.80', outcome: 'not-met' as const, text: 'auc is 0.79, the gate asks for 0.80' }];
    await registered(platform, 2, { gates });
    expect(await ask({ version: 2 })).toMatchObject({
      status: 409,
      body: { type: 'urn:sluice:gate-not-met', detail: 'version 2: auc is 0.79, the gate asks for 0.80' },
    });
  });

  test('production refuses a version that was compared with another champion; staging does not', async () => {
    await live(platform, 1);
    await registered(platform, 2);
    expect(await ask({ version: 2 })).toMatchObject({
      status: 409,
      body: { type: 'urn:sluice:champion-changed', evaluatedAgainst: null, serving: 1 },
    });
    const staging = '/models/churn/stages/staging/releases';
    expect((await platform.call('POST', staging, { body: { version: 2 } })).status).toBe(202);
  });

  test('a stage that serves nothing takes a version that was compared with a champion that is gone', async () => {
    await registered(platform, 2, { champion: 1 });
    expect((await ask({ version: 2 })).status).toBe(202);
  });

  test('what serves already is not released again', async () => {
    await live(platform, 1);
    expect(codeOf(await ask({ version: 1 }))).toBe('already-serving');
  });

  test('a stage that the platform or the manifest lacks is a 404', async () => {
    const at = (stage: string) =>
      platform.call('POST', `/models/churn/stages/${stage}/releases`, { body: { version: 1 } });
    expect(codeOf(await at('canary'))).toBe('unknown-stage');
    await platform.call('PUT', '/models/churn', { body: { ...MINIMAL, stages: { production: {} } } });
    expect(codeOf(await at('staging'))).toBe('unknown-stage');
  });
});

const MINIMAL = {
  sluice: 1,
  model: 'churn',
  task: 'binary-classification',
  data: { target: 'churned' },
  training: { algorithm: 'xgboost' },
};

describe('a rollback', () => {
  beforeEach(async () => {
    await live(platform, 1);
    await registered(platform, 2, { champion: 1 });
    await live(platform, 2);
  });

  test('to the previous version goes to the one that served before, all at once', async () => {
    expect((await ask({ rollbackTo: 'previous' })).body).toMatchObject({
      kind: 'rollback',
      version: 1,
      from: 2,
      fence: 3,
      rollout: { strategy: 'all-at-once', bakeMinutes: 0 },
      effectiveShare: 1,
    });
  });

  test('goes to any version that served, though its champion is another', async () => {
    expect((await ask({ rollbackTo: 1 })).status).toBe(202);
  });

  test('after it, previous is the version that was rolled back', async () => {
    await live(platform, 1, { rollbackTo: 'previous' });
    expect((await ask({ rollbackTo: 'previous' })).body).toMatchObject({ version: 2 });
  });

  test('what served at a time is told from the history', async () => {
    const at = async (time: string) =>
      (await platform.call('GET', '/models/churn/stages/production', { query: { at: time } })).body;
    const { since } = (await platform.call('GET', '/models/churn/stages/production')).body.serving;
    expect(await at(since)).toMatchObject({ serving: { version: 2, since } });
    expect(await at(new Date(Date.parse(since) - 1).toISOString())).toMatchObject({ serving: { version: 1 } });
    expect((await at('2020-01-01T00:00:00+02:00')).serving).toBeUndefined();
    expect(await at('yesterday')).toMatchObject({ status: 400, errors: [{ pointer: '?at' }] });
  });

  test('releases are listed newest first, of their stage only', async () => {
    await platform.call('POST', '/models/churn/stages/staging/releases', { body: { version: 1 } });
    const page = await platform.call('GET', PATH, { query: { limit: '1' } });
    expect(page.body).toMatchObject({ items: [{ version: 2, state: 'live' }], cursor: expect.any(String) });
    const next = await platform.call('GET', PATH, { query: { limit: '1', cursor: page.body.cursor } });
    expect(next.body).toMatchObject({ items: [{ version: 1 }] });
  });

  test('a release is found under its own stage only', async () => {
    const { body } = await platform.call('POST', '/models/churn/stages/staging/releases', { body: { version: 1 } });
    expect((await platform.call('GET', `/models/churn/stages/staging/releases/${body.release}`)).status).toBe(200);
    expect(codeOf(await platform.call('GET', `${PATH}/${body.release}`))).toBe('unknown-release');
  });
});
