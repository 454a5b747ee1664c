/** What the command line aims at: never guessed, and on AWS never another account than the one expected. */
import { describe, expect, it } from 'vitest';
import { type AwsWorld, settleAwsTarget, whoOf } from '../../../lib/cli/aws-target.ts';
import { parseTarget } from '../../../lib/local/target.ts';

const arn = 'arn:aws:sts::123456789012:assumed-role/Operator/jane';
const expected = { account: '123456789012', region: 'eu-west-1', name: 'acme-prod' };

function world(more: Partial<AwsWorld> & { account?: string } = {}): { world: AwsWorld; called: () => number } {
  let called = 0;
  return {
    called: () => called,
    world: {
      environment: {},
      region: async () => 'eu-west-1',
      caller: async () => {
        called += 1;
        return { account: more.account ?? '123456789012', arn };
      },
      ...more,
    },
  };
}

describe('on AWS', () => {
  it('names account, region and role', async () => {
    expect(await settleAwsTarget(world().world, undefined)).toMatchObject({
      place: 'aws 1234-5678-9012 · eu-west-1',
      who: 'role Operator',
    });
    expect((await settleAwsTarget(world().world, expected)).place).toBe('aws 1234-5678-9012 (acme-prod) · eu-west-1');
  });

  it.each([
    ['no region', { region: async () => undefined }, /no region/],
    ['another region', { region: async () => 'us-east-1' }, /expects region eu-west-1, and this is us-east-1/],
    ['an endpoint of somebody else', { environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' } }, /127\.0\.0\.1/],
  ])('%s is refused before any call', async (_, more, message) => {
    const { world: asked, called } = world(more);
    await expect(settleAwsTarget(asked, expected)).rejects.toMatchObject({
      code: 2,
      message: expect.stringMatching(message),
    });
    expect(called()).toBe(0);
  });

  it.each([
    ['another account', '999999999999', /expects account 1234-5678-9012, and this is 9999-9999-9999/],
    ['an emulator', '000000000000', /emulator/],
  ])('%s is refused', async (_, account, message) => {
    await expect(settleAwsTarget(world({ account }).world, expected)).rejects.toMatchObject({
      code: 2,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [arn, 'role Operator'],
    ['arn:aws:iam::123456789012:user/team/jane', 'user jane'],
    ['arn:aws:iam::123456789012:root', 'root'],
  ])('%s is %s', (caller, who) => expect(whoOf(caller)).toBe(who));
});

describe('.sluice/target', () => {
  it.each([
    ['local\n', { target: 'local' }],
    ['{"target":"aws"}', { target: 'aws' }],
    [JSON.stringify({ expect: expected }), { expect: expected }],
    ['', {}],
  ])('%j is understood', (text, chosen) => expect(parseTarget(text)).toEqual(chosen));

  it.each([
    ['moon', /target/],
    ['{"target":', /no JSON/],
    ['{"target":"aws","expect":{"account":"12","region":"eu-west-1"}}', /expect\.account: is not an account number/],
    ['{"target":"aws","acount":"1"}', /acount/],
  ])('%j is refused', (text, message) => expect(() => parseTarget(text)).toThrow(message));
});
