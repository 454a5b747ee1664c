import { expect, it } from 'vitest';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { housesManifest } from './_houses.ts';
import { applyYaml, modelName, session } from './_journey.ts';
import { alarmsOf, canaryManifest, eventsOf, expectServing, released, stageOf, trainedHouses } from './_release.ts';

it('takes a canary back that nobody asked anything, and a later release goes on', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const model = modelName('quiet');
  // Long enough to be looked at within it, on a busy machine too: 3.6 s here.
  const manifest = canaryManifest(model).replace('bakeMinutes: 1', 'bakeMinutes: 3');
  await trainedHouses(open, model, [1, 2], () => manifest);
  expect((await released(open, model, 'staging', { version: 1 })).state).toBe('live');
  const before = await stageOf(open, model, 'staging');

  const quiet = await released(open, model, 'staging', { version: 2 });

  expect(quiet).toMatchObject({ state: 'inconclusive', cause: { code: 'no-traffic' } });
  expect(quiet.proof).toMatchObject({ endpointStatus: 'InService', configuration: before.serving?.configuration });
  expect(await stageOf(open, model, 'staging')).toEqual(before);
  await expectServing(open, model, 'staging', 1);
  expect((await eventsOf(open, model)).at(-1)).toBe('release-inconclusive');
  const mail = await inbox.waitFor(
    'inconclusive',
    ({ subject }) => subject.includes(model) && /inconclusive/.test(subject),
  );
  expect(`${mail.subject}\n${mail.body}`).toMatch(/no request reached/i);
  expect(mail.body).toMatch(/^DO/m);
  await expect.poll(() => alarmsOf(open, quiet)).toEqual([]);

  // The way is free, and all at once needs nobody's requests.
  await applyYaml(open, housesManifest(model));
  expect((await released(open, model, 'staging', { version: 2 })).state).toBe('live');
  await expectServing(open, model, 'staging', 2);
});
