import { beforeEach, describe, expect, test } from 'vitest';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { type Answer, applied, codeOf, live, registered, type TestPlatform, testPlatform } from './_platform.ts';

const STAGE = '/models/churn/stages/production';
const DAY_MS = 86_400_000;
let platform: TestPlatform;

const arn = (user: string): string => `arn:aws:iam::1:user/${user}`;
const ask = (user = 'bert', version = 1, headers: Record<string, string> = {}) =>
  platform.call('POST', `${STAGE}/approvals`, { body: { version, reason: 'better' }, user, headers });
const decide = (id: string, decision: 'approve' | 'reject', user = 'cleo', headers: Record<string, string> = {}) =>
  platform.call('POST', `${STAGE}/approvals/${id}/decisions`, {
    body: { decision, comment: 'looked at it' },
    user,
    headers,
  });
const release = (version = 1, headers: Record<string, string> = {}) =>
  platform.call('POST', `${STAGE}/releases`, { body: { version }, user: 'dora', headers });
const approved = async (version = 1): Promise<string> => {
  const { approval } = (await ask('bert', version)).body;
  expect((await decide(approval, 'approve')).body.state).toBe('approved');
  return approval;
};
const read = async (id: string): Promise<Answer['body']> =>
  (await platform.call('GET', `${STAGE}/approvals/${id}`)).body;
const told = () => platform.ports.publisher.published.map(({ attributes }) => attributes['kind']);
const kinds = async () => (await platform.registry.events('churn')).map(({ kind }) => kind);

const guarded = (more: Partial<Policy> = {}) =>
  testPlatform(Policy.parse({ stages: [{ name: 'staging' }, { name: 'production', approval: true }], ...more }));

beforeEach(async () => {
  platform = guarded();
  await applied(platform);
  // Its author is anna.
  await registered(platform, 1, { author: arn('anna'), artifact: { uri: 's3://a', digest: 'sha256:1' } });
});

describe('a release to a stage that asks for an approval', () => {
  test('is refused without one, with the command that asks; nothing is written', async () => {
    const before = platform.registry.dump();
    const refused = await release();
    expect([refused.status, codeOf(refused)]).toEqual([409, 'approval-missing']);
    expect(refused.body.mend).toBe('sluice approvals churn --request 1 --stage production');
    expect(platform.registry.dump()).toEqual(before);
  });

  test('uses it up in its own transaction, and names it', async () => {
    const id = await approved();
    const { status, body } = await release();
    expect([status, body.approval]).toEqual([202, id]);
    expect(await read(id)).toMatchObject({ state: 'used', release: body.release });
    expect((await platform.registry.events('churn')).at(-1)).toMatchObject({
      kind: 'release-requested',
      data: { approval: id },
    });
  });

  test('waits for it while it is wanted, and names it', async () => {
    const { approval } = (await ask()).body;
    expect(await release()).toMatchObject({ status: 409, body: { type: 'urn:sluice:approval-pending', approval } });
  });

  test('is refused in the words of who rejected it', async () => {
    const { approval } = (await ask()).body;
    await decide(approval, 'reject');
    const refused = await release();
    expect(codeOf(refused)).toBe('approval-rejected');
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('looked at it') });
    // Whoever has something to add may ask again.
    const again = (await ask()).body.approval;
    expect(again).not.toBe(approval);
    await decide(again, 'approve');
    expect((await release()).status).toBe(202);
  });

  test('comes too late when it has expired, by the policy in force when it was asked for', async () => {
    const id = await approved();
    platform.clock.advance(7 * DAY_MS + 1_000);
    expect(codeOf(await release())).toBe('approval-expired');
    expect(await read(id)).toMatchObject({ state: 'expired' });
    expect(codeOf(await decide(id, 'reject'))).toBe('approval-expired');
    platform.clock.advance(-2_000);
    // The law is the time of the change itself: a moment before, it was good.
    expect((await release()).status).toBe(202);
  });

  test('takes an approval of its own version only', async () => {
    await approved();
    await registered(platform, 2, { author: arn('anna') });
    expect(codeOf(await release(2))).toBe('approval-missing');
  });

  test('does not take an approval of other content than it would release', async () => {
    await approved();
    const version = platform.registry.dump().find(({ sk }) => sk === 'VERSION#000001');
    const artifact = { uri: 's3://a', digest: 'sha256:other' };
    await platform.registry.put({ item: { ...version, artifact } as never, when: 'any' });
    expect(codeOf(await release())).toBe('approval-missing');
  });

  test('needs a new one the second time; a rollback needs none', async () => {
    await approved();
    await live(platform, 1);
    await registered(platform, 2, { author: arn('anna'), champion: 1 });
    await approved(2);
    await live(platform, 2);
    await registered(platform, 3, { author: arn('anna'), champion: 2 });
    await approved(3);
    await live(platform, 3, { rollbackTo: 1 });
    expect((await kinds()).filter((kind) => kind === 'approval-granted')).toHaveLength(3);
    // What production serves is not what version 3 was compared with: refused, and the approval is not used.
    expect(codeOf(await release(3))).toBe('champion-changed');
    await live(platform, 2, { rollbackTo: 2 });
    expect((await release(3)).status).toBe(202);
  });

  test('of a version that served before asks again', async () => {
    await approved();
    await live(platform, 1);
    await registered(platform, 2, { author: arn('anna'), champion: 1 });
    await approved(2);
    await live(platform, 2);
    const again = await platform.call('POST', `${STAGE}/releases`, { body: { version: 1 } });
    expect(codeOf(again)).toBe('champion-changed');
    expect((await platform.call('POST', `${STAGE}/releases`, { body: { rollbackTo: 1 } })).status).toBe(202);
  });

  test('asked for by many at once uses it once', async () => {
    const id = await approved();
    const answers = await Promise.all(Array.from({ length: 6 }, () => release()));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect((await kinds()).filter((kind) => kind === 'release-requested')).toHaveLength(1);
    expect(await read(id)).toMatchObject({ state: 'used' });
  });

  test('of the same key is the same release, though its approval is used', async () => {
    await approved();
    const first = await release(1, { 'idempotency-key': 'k' });
    expect((await release(1, { 'idempotency-key': 'k' })).body.release).toBe(first.body.release);
  });
});

describe('POST .../approvals', () => {
  test('writes what is wanted, bound to content and stage, and tells it', async () => {
    const { status, body, headers } = await ask();
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/v1${STAGE}/approvals/${body.approval}`);
    expect(body).toMatchObject({
      stage: 'production',
      version: 1,
      artifactDigest: 'sha256:1',
      author: arn('anna'),
      requester: arn('bert'),
      reason: 'better',
      state: 'wanted',
      needed: 1,
      decisions: [],
    });
    expect((await kinds()).at(-1)).toBe('approval-requested');
    expect(platform.ports.publisher.published).toMatchObject([
      { attributes: { kind: 'approval-wanted', model: 'churn', stage: 'production', severity: 'TODAY' } },
    ]);
    const page = await platform.call('GET', `${STAGE}/approvals`);
    expect(page.body.items).toMatchObject([{ version: 1 }]);
    expect((await platform.call('GET', '/models/churn/stages/staging/approvals')).body.items).toEqual([]);
    expect(codeOf(await platform.call('GET', `/models/churn/stages/staging/approvals/${body.approval}`))).toBe(
      'unknown-approval',
    );
  });

  test('a second time gets the one that is open, and tells nothing', async () => {
    const first = await ask();
    expect(await ask('dora')).toMatchObject({ status: 200, body: { approval: first.body.approval } });
    expect(told()).toEqual(['approval-wanted']);
  });

  test('of the same key is the same approval, also when it was decided meanwhile', async () => {
    const first = await ask('bert', 1, { 'idempotency-key': 'k' });
    await decide(first.body.approval, 'reject');
    expect((await ask('bert', 1, { 'idempotency-key': 'k' })).body).toMatchObject({
      approval: first.body.approval,
      state: 'rejected',
    });
    expect(codeOf(await ask('bert', 2, { 'idempotency-key': 'k' }))).toBe('key-reused');
  });

  test('whose message was lost sends it when it is asked again', async () => {
    const { publish } = platform.ports.publisher;
    platform.ports.publisher.publish = async () => {
      throw new Error('the topic is away');
    };
    expect((await ask()).status).toBe(500);
    platform.ports.publisher.publish = publish;
    platform.clock.advance(61_000);
    expect((await ask()).status).toBe(200);
    expect(told()).toEqual(['approval-wanted']);
  });

  test('puts nothing before people that could not be released', async () => {
    await registered(platform, 2, { gates: [{ gate: 'auc >= 0.8', outcome: 'not-met', text: 'auc 0.7' }] });
    expect(codeOf(await ask('bert', 2))).toBe('gate-not-met');
    expect(codeOf(await ask('bert', 9))).toBe('unknown-version');
    await approved();
    await live(platform, 1);
    expect(codeOf(await ask())).toBe('already-serving');
    await registered(platform, 3);
    expect(codeOf(await ask('bert', 3))).toBe('champion-changed');
  });

  test('of a stage that asks for none says so', async () => {
    const path = '/models/churn/stages/staging/approvals';
    const refused = await platform.call('POST', path, { body: { version: 1 } });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'approval-not-needed']);
    expect(refused.body.mend).toBe('sluice promote churn 1 --stage staging');
  });

  test.each([
    ['no version', {}],
    ['a version that is no number', { version: '1' }],
    ['more than it knows', { version: 1, approved: true }],
  ])('with %s is refused', async (_what, body) => {
    expect(codeOf(await platform.call('POST', `${STAGE}/approvals`, { body }))).toBe('invalid-request');
  });
});

describe('a decision', () => {
  test('approves with one independent person, tells it and keeps the comment', async () => {
    const { approval } = (await ask()).body;
    const { body } = await decide(approval, 'approve');
    expect(body).toMatchObject({
      state: 'approved',
      decisions: [{ decision: 'approve', by: arn('cleo'), comment: 'looked at it' }],
    });
    expect(told()).toEqual(['approval-wanted', 'approval-decided']);
    expect((await platform.registry.events('churn')).at(-1)).toMatchObject({
      kind: 'approval-granted',
      actor: arn('cleo'),
      data: { approval, artifactDigest: 'sha256:1', comment: 'looked at it', given: 1, needed: 1 },
    });
  });

  test.each([
    ['the author', 'anna', 'you announced the data'],
    ['who asked', 'bert', 'you asked'],
  ])('of %s does not count, but rejecting does', async (_what, user, detail) => {
    const { approval } = (await ask()).body;
    const refused = await decide(approval, 'approve', user);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'not-independent']);
    expect(refused.body).toMatchObject({ detail: expect.stringContaining(detail) });
    expect((await read(approval)).state).toBe('wanted');
    expect((await decide(approval, 'reject', user)).body.state).toBe('rejected');
  });

  test('takes two people where nobody announced the data', async () => {
    await registered(platform, 2, { author: 'unattributed' });
    const { approval } = (await ask('bert', 2)).body;
    expect((await decide(approval, 'approve', 'cleo')).body.state).toBe('wanted');
    expect(codeOf(await release(2))).toBe('approval-pending');
    expect(await decide(approval, 'approve', 'cleo')).toMatchObject({ status: 403 });
    expect((await decide(approval, 'approve', 'dora')).body.state).toBe('approved');
    expect(told()).toEqual(['approval-wanted', 'approval-decided']);
    expect((await release(2)).status).toBe(202);
  });

  test('may be taken back until a release has used it', async () => {
    const id = await approved();
    expect((await decide(id, 'reject', 'dora')).body.state).toBe('rejected');
    expect(codeOf(await release())).toBe('approval-rejected');
    const again = await approved();
    await release();
    expect(codeOf(await decide(again, 'reject'))).toBe('approval-decided');
    expect(codeOf(await decide(id, 'approve'))).toBe('approval-decided');
    expect(told()).toEqual([
      'approval-wanted',
      'approval-decided',
      'approval-decided',
      'approval-wanted',
      'approval-decided',
    ]);
  });

  test('of the same key is given once', async () => {
    const { approval } = (await ask()).body;
    const first = await decide(approval, 'approve', 'cleo', { 'idempotency-key': 'k' });
    expect(await decide(approval, 'approve', 'cleo', { 'idempotency-key': 'k' })).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect((await kinds()).filter((kind) => kind === 'approval-granted')).toHaveLength(1);
  });

  test('is not given to what could not be released any more', async () => {
    await registered(platform, 2, { author: arn('anna') });
    const { approval } = (await ask('bert', 2)).body;
    await approved();
    await live(platform, 1);
    expect(codeOf(await decide(approval, 'approve'))).toBe('champion-changed');
    expect((await decide(approval, 'reject')).status).toBe(200);
  });

  test.each([
    ['without a comment', { decision: 'approve' }],
    ['with an empty comment', { decision: 'approve', comment: '' }],
    ['of another kind', { decision: 'maybe', comment: 'x' }],
  ])('%s is refused', async (_what, body) => {
    const { approval } = (await ask()).body;
    const answer = await platform.call('POST', `${STAGE}/approvals/${approval}/decisions`, { body });
    expect(codeOf(answer)).toBe('invalid-request');
  });
});

test('the policy says how long an approval lasts', async () => {
  platform = guarded({ approvalDays: 2 });
  await applied(platform);
  await registered(platform, 1, { author: arn('anna') });
  await approved();
  platform.clock.advance(2 * DAY_MS + 1_000);
  expect(codeOf(await release())).toBe('approval-expired');
});
