/** A version on its way to a stage that asks for an approval: refused, asked for, approved by another, released once. */
import { expect, it } from 'vitest';
import { decideApproval, findApproval, listApprovals, requestApproval } from '../../../lib/cli/approvals.ts';
import { housesManifest } from './_houses.ts';
import { modelName, session } from './_journey.ts';
import { eventsOf, expectServing, released, trainedHouses } from './_release.ts';

const guardedManifest = (model: string): string =>
  housesManifest(model).replace(
    'stages:\n',
    'stages:\n  guarded:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }\n',
  );

it('reaches a guarded stage by the word of another than its author', async () => {
  const open = await session();
  const model = modelName('careful');
  await trainedHouses(open, model, [1], guardedManifest);

  await expect(released(open, model, 'guarded', { version: 1 })).rejects.toMatchObject({ code: 'approval-missing' });
  const { approval } = await requestApproval(open, model, 'guarded', { version: 1, reason: 'first' });
  await expect(released(open, model, 'guarded', { version: 1 })).rejects.toMatchObject({ code: 'approval-pending' });

  const wanted = await findApproval(open, model, approval.slice(0, 20).toLowerCase());
  for (const persona of ['DataScientist', 'Operator'] as const) {
    const other = { ...open, api: () => open.api(persona) };
    await expect(decideApproval(other, wanted, { decision: 'approve', comment: 'mine' })).rejects.toMatchObject({
      status: 403,
    });
  }
  expect(await decideApproval(open, wanted, { decision: 'approve', comment: 'looks right' })).toMatchObject({
    state: 'approved',
  });

  const release = await released(open, model, 'guarded', { version: 1 });
  expect(release).toMatchObject({ state: 'live', approval });
  await expectServing(open, model, 'guarded', 1);
  expect((await listApprovals(open, model, { limit: 20 })).items).toMatchObject([
    { state: 'used', release: release.release },
  ]);
  expect((await eventsOf(open, model)).slice(-5)).toEqual([
    'approval-requested',
    'approval-granted',
    'release-requested',
    'release-started',
    'release-live',
  ]);
});
