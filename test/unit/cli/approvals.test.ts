/** The commands about approvals, over the whole API in memory. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../lib/adapters/aws/api-client.ts';
import { approvalText, askedFor, decideApproval, findApproval, listApprovals } from '../../../lib/cli/approvals.ts';
import { requestRelease } from '../../../lib/cli/commands/promote.ts';
import { CommandFailure, EXIT } from '../../../lib/cli/exit-codes.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { applied, registered, type TestPlatform, testPlatform } from '../api/_platform.ts';

let platform: TestPlatform;
let session: Session;

beforeEach(async () => {
  platform = testPlatform(Policy.parse({ stages: [{ name: 'staging' }, { name: 'production', approval: true }] }));
  await applied(platform);
  await registered(platform, 1);
  // As locally: another principal for each persona.
  session = {
    api:
      (persona: string) =>
      async ({ method, path, body }: { method: 'GET' | 'POST'; path: string; body?: unknown }) => {
        const url = new URL(path, 'http://api');
        const query = Object.fromEntries(url.searchParams);
        const answer = await platform.call(method, url.pathname, { body, query, user: persona });
        if (answer.status >= 400) throw new ApiError(answer.status, answer.body as never);
        return answer;
      },
  } as unknown as Session;
});

const listed = async () => (await listApprovals(session, 'churn', { limit: 20 })).items;
const ask = async (version = 1): Promise<unknown> => {
  const error = await requestRelease(session, 'churn', 'production', { version }).catch((thrown: unknown) => thrown);
  return askedFor(session, error, { model: 'churn', stage: 'production', version, reason: 'better' });
};

describe('a promotion that needs an approval', () => {
  it('asks for it and ends with 3, naming what an approver runs', async () => {
    const failure = await ask();
    expect(failure).toBeInstanceOf(CommandFailure);
    const [asked] = await listed();
    expect(asked).toMatchObject({ version: 1, state: 'wanted', reason: 'better' });
    expect(failure).toMatchObject({
      code: EXIT.refused,
      message: expect.stringMatching(/^approval wanted: version 1 of churn for production, 0 of 1, until 20/),
      mend: `sluice approve churn ${asked?.approval} --comment "..."`,
      more: { approval: asked?.approval, type: 'urn:sluice:approval-missing' },
    });
  });

  it('asks once: while one is open, or after a rejection, the refusal itself is told', async () => {
    await ask();
    expect(await ask()).toMatchObject({ name: 'ApiError', code: 'approval-pending' });
    const wanted = await findApproval(session, 'churn', '0');
    await decideApproval(session, wanted, { decision: 'reject', comment: 'not now' });
    expect(await ask()).toMatchObject({ name: 'ApiError', code: 'approval-rejected' });
    expect(await listed()).toHaveLength(1);
  });

  it('asks again when the last one has expired', async () => {
    await ask();
    platform.clock.advance(8 * 86_400_000);
    expect(await ask()).toMatchObject({ name: 'CommandFailure' });
    const states = (await listed()).map(({ state }) => state);
    expect(states).toEqual(['wanted', 'expired']);
  });

  it('that is refused for something else asks for nothing', async () => {
    expect(await ask(9)).toMatchObject({ code: 'unknown-version' });
    expect(await listed()).toEqual([]);
  });

  it('goes through once it is approved', async () => {
    await ask();
    const wanted = await findApproval(session, 'churn', '0');
    const approved = await decideApproval(session, wanted, { decision: 'approve', comment: 'good' });
    expect(approvalText(approved)).toMatch(/^until 2026-01-12 .* UTC; arn:aws:iam::1:user\/Approver: good$/);
    const release = await requestRelease(session, 'churn', 'production', { version: 1 });
    expect(release.approval).toBe(wanted.approval);
    const [used] = await listed();
    expect(used && approvalText(used)).toMatch(/^by release [0-9A-Z]{8}; /);
  });
});

describe('an approval by the beginning of its id', () => {
  it('is found when that is clear, in either case', async () => {
    await ask();
    const { approval } = await findApproval(session, 'churn', '0');
    expect((await findApproval(session, 'churn', approval.slice(0, 12).toLowerCase())).approval).toBe(approval);
  });

  it('is refused with those that begin so, or none', async () => {
    await registered(platform, 2);
    await ask(1);
    await ask(2);
    await expect(findApproval(session, 'churn', '01')).rejects.toThrow(
      /^2 approvals begin with 01:\n {2}01\w{24} {2}v2 for production\n {2}01/,
    );
    await expect(findApproval(session, 'churn', 'ZZ')).rejects.toMatchObject({
      code: EXIT.usage,
      mend: 'sluice approvals churn',
    });
  });
});
