/** A version that cannot be served: its artefact is gone, or its server does not start. What served before goes on. */
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { readVersion } from '../../../lib/cli/commands/version.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { modelName, session } from './_journey.ts';
import {
  alarmsOf,
  canaryManifest,
  endpointOf,
  eventsOf,
  expectServing,
  released,
  stageOf,
  trainedHouses,
} from './_release.ts';

async function deleteArtefact(open: Session, model: string, version: number): Promise<void> {
  const { artifact } = await readVersion(open, model, version);
  const { hostname, pathname } = new URL(artifact.uri);
  const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
  await s3.send(new DeleteObjectCommand({ Bucket: hostname, Key: pathname.slice(1) }));
}

it('leaves the old version serving when the artefact of the new one is gone', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const model = modelName('broken');
  await trainedHouses(open, model, [1, 2], canaryManifest);
  expect((await released(open, model, 'staging', { version: 1 })).state).toBe('live');
  await deleteArtefact(open, model, 2);

  const broken = await released(open, model, 'staging', { version: 2 });

  expect(broken.state).toMatch(/^(failed|rolled-back)$/);
  expect(broken.cause?.message).toMatch(/model|artifact|artefact|object/i);
  expect(broken.cause?.message).not.toMatch(/^\{|errorMessage|undefined/);
  await expectServing(open, model, 'staging', 1);
  await expect.poll(() => alarmsOf(open, broken)).toEqual([]);
  expect((await eventsOf(open, model)).at(-1)).toBe(`release-${broken.state}`);
  const mail = await inbox.waitFor(
    'broken',
    ({ subject }) => subject.includes(model) && /rolled back|failed/.test(subject),
  );
  expect(mail.body).toContain(broken.cause?.message.slice(0, 30));
});

it('leaves nothing in the way when the first release of a stage cannot serve', async () => {
  const open = await session();
  const model = modelName('first');
  await trainedHouses(open, model, [1, 2]);
  await deleteArtefact(open, model, 1);

  const broken = await released(open, model, 'staging', { version: 1 });

  expect(broken).toMatchObject({ state: 'failed', cause: { code: 'endpoint-failed' } });
  const stage = await stageOf(open, model, 'staging');
  expect(stage.serving).toBeUndefined();
  expect(stage.release).toBeUndefined();
  await expect(endpointOf(open, model, 'staging')).rejects.toThrow(/could not find/i);
  await expect.poll(() => alarmsOf(open, broken)).toEqual([]);

  expect((await released(open, model, 'staging', { version: 2 })).state).toBe('live');
  await expectServing(open, model, 'staging', 2);
});
