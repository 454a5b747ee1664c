/** Objects that are put into the data bucket by other tools, under keys of their own. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { readEvents } from '../../../lib/cli/commands/events.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { RunsPage } from '../../../lib/core/contracts/api.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session } from './_journey.ts';

async function put(open: Session, Key: string, Body: string): Promise<void> {
  const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
  await s3.send(
    new PutObjectCommand({ Bucket: open.outputs['data-bucket'], Key, Body: new TextEncoder().encode(Body) }),
  );
}

/** Key and accepted rows of each run, when all `count` have ended; in the order of their rows. */
async function endedRuns(open: Session, model: string, count: number): Promise<{ key: unknown; rows: unknown }[]> {
  const states = async () =>
    RunsPage.parse((await open.api('DataScientist')({ method: 'GET', path: `/models/${model}/runs` })).body).items.map(
      ({ state }) => state,
    );
  await expect.poll(states, { timeout: 90_000, interval: 500 }).toEqual(Array(count).fill('registered'));
  const events = await readEvents(open, model);
  const about = (kind: string) => events.filter((event) => event.kind === kind).map(({ data }) => data);
  const accepted = about('dataset-accepted');
  return about('upload-received')
    .map(({ run, key }) => ({ key, rows: accepted.find((data) => data['run'] === run)?.['rows'] }))
    .toSorted((a, b) => Number(a.rows) - Number(b.rows));
}

it('trains the object a key with blanks, signs and accents means, and no other', async () => {
  const open = await session();
  const model = modelName('keys');
  await applyYaml(open, housesManifest(model).replace('rounds: 80', 'rounds: 20'));
  const names = ['new houses.csv', 'a+b.csv', 'a b.csv', 'a%20b.csv', '100%.csv', 'häuser/März é.csv', 'a&b=c?d#e.csv'];

  for (const [i, name] of names.entries()) await put(open, `${model}/uploads/${name}`, housesCsv(houses(200 + i, i)));

  expect(await endedRuns(open, model, names.length)).toEqual(
    names.map((name, i) => ({ key: `${model}/uploads/${name}`, rows: 200 + i })),
  );
});

it('gives each version of an object its own run, even when the second is there before the first is read', async () => {
  const open = await session();
  const model = modelName('overwritten');
  await applyYaml(open, housesManifest(model).replace('rounds: 80', 'rounds: 20'));
  const key = `${model}/uploads/houses.csv`;

  await put(open, key, housesCsv(houses(210, 1)));
  await put(open, key, housesCsv(houses(220, 2)));

  expect(await endedRuns(open, model, 2)).toEqual([
    { key, rows: 210 },
    { key, rows: 220 },
  ]);
});

it('refuses keys that lead elsewhere, with the reason, and takes a folder of the console for none', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const model = modelName('odd');
  await applyYaml(open, housesManifest(model));
  const content = housesCsv(houses(200, 3));

  await put(open, `${model}/uploads/`, '');
  await put(open, `${model}/uploads/../../keys/uploads/data.csv`, content);
  await put(open, `${model}/uploads//data.csv`, content);

  const refusals = async () =>
    (await readEvents(open, model))
      .filter(({ kind }) => kind === 'upload-refused')
      .map(({ data }) => [data['key'], data['code']])
      .toSorted();
  await expect.poll(refusals, { timeout: 20_000 }).toEqual([
    [`${model}/uploads/../../keys/uploads/data.csv`, 'unusable-key'],
    [`${model}/uploads//data.csv`, 'unusable-key'],
  ]);
  const mail = await inbox.waitFor('refusal', ({ body }) => body.includes(model) && body.includes('a part . or ..'));
  expect(mail.subject).toMatch(/refused/);
  expect((await readEvents(open, model)).map(({ kind }) => kind)).not.toContain('upload-received');
});
