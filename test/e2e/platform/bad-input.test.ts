import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { registryOf } from '../../../lib/adapters/aws/access.ts';
import { applyManifest } from '../../../lib/cli/commands/apply.ts';
import { acceptUpload, readContract } from '../../../lib/cli/commands/contract.ts';
import { readEvents } from '../../../lib/cli/commands/events.ts';
import { requestRelease } from '../../../lib/cli/commands/promote.ts';
import { watchUpload } from '../../../lib/cli/upload/watch.ts';
import { PLATFORM_CHAIN } from '../../../lib/core/registry/keys.ts';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, folder, modelName, session, uploadCsv } from './_journey.ts';

const good = (): string => housesCsv(houses(200, 4));
const binary = (model: string): string =>
  housesManifest(model)
    .replace('task: regression', 'task: binary-classification')
    .replace('target: price', 'target: garden')
    .replace('["r2 >= 0.5"]', '[]');

const CASES = [
  {
    code: 'header-mismatch',
    content: () => good().replace(',age,', ',years,'),
    first: good,
    says: /age/,
  },
  { code: 'target-missing', content: () => good().replace(',price\n', ',cost\n'), says: /price/ },
  {
    code: 'too-many-rejected-rows',
    content: () => good().replaceAll(/^(H\d*5),[^,]*,/gm, '$1,wide,'),
    first: good,
    says: /area/,
  },
  { code: 'empty-file', content: () => '', says: /empty/i },
  { code: 'one-class-target', manifest: binary, content: () => good().replaceAll(',false,', ',true,'), says: /garden/ },
] as const;

describe('an upload that cannot be used ends with a named reason, an event and a message', () => {
  it.each(CASES)('$code', async ({ code, content, says, ...rest }) => {
    const open = await session();
    const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
    const model = modelName('bad');
    await applyYaml(open, ('manifest' in rest ? rest.manifest : housesManifest)(model));
    if ('first' in rest) expect((await uploadCsv(open, model, rest.first())).run?.state).toBe('registered');

    const { upload, run } = await uploadCsv(open, model, content(), 'bad.csv');

    expect(run?.state).toBe('refused');
    expect(run?.reason).toMatchObject({ code, message: expect.stringMatching(says) });
    expect(upload.refusal?.code).toBe(code);
    expect((await readEvents(open, model)).map(({ kind }) => kind)).toContain('upload-refused');
    const mail = await inbox.waitFor(
      'refusal',
      ({ subject, body }) => /refused/i.test(subject) && `${subject}${body}`.includes(model),
    );
    expect(mail.body).toMatch(/^DO/m);
    if (code !== 'header-mismatch' || !run) return;

    const again = await acceptUpload(open, model, run.upload, 'age is called years from now on');
    const end = await watchUpload(open, model, again.upload);
    expect(end.run).toMatchObject({ run: again.run, contract: 2, acceptance: { refusal: code, accepts: 'columns' } });
    expect(await readContract(open, model)).toMatchObject({
      contract: 2,
      reason: 'age is called years from now on',
      schema: { columns: expect.arrayContaining([expect.objectContaining({ name: 'years' })]) },
      versions: [{ origin: 'accepted' }, { origin: 'first-upload' }],
    });
    expect((await readEvents(open, model)).map(({ kind }) => kind)).toContain('contract-accepted');
  });
});

it('records an upload for a model nobody knows, and says so', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const key = `${modelName('nobody')}/uploads/data.csv`;

  await new S3Client({ ...open.admin, forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: open.outputs['data-bucket'], Key: key, Body: good() }),
  );

  const mail = await inbox.waitFor(
    'refusal',
    ({ subject, body }) => /refused/i.test(subject) && body.includes('nobody'),
  );
  expect(mail.body).toMatch(/no model|unknown model|not known/i);
  const registry = registryOf(open.admin, open.outputs);
  const events = await registry.events(PLATFORM_CHAIN, { limit: 100 });
  expect(events.map(({ data }) => JSON.stringify(data)).join()).toContain('nobody');
});

it('answers a faulty manifest with every place and mend, and stores nothing', async () => {
  const open = await session();
  const model = modelName('typo');
  const file = path.join(folder(), 'model.yaml');
  writeFileSync(
    file,
    housesManifest(model)
      .replace('task: regression', 'task: regresion')
      .replace('rounds: 80', 'rounds: 80, spot: true'),
  );

  await expect(applyManifest(open, file)).rejects.toThrow(/model\.yaml:3:7[\s\S]*regression[\s\S]*model\.yaml:12:/);

  await expect(open.api('DataScientist')({ method: 'GET', path: `/models/${model}` })).rejects.toMatchObject({
    status: 404,
  });
  // The API holds the same line for callers who skip the command line.
  const answer = open.api('DataScientist')({
    method: 'PUT',
    path: `/models/${model}`,
    body: { sluice: 1, model, task: 'regresion' },
  });
  await expect(answer).rejects.toMatchObject({
    status: 400,
    code: 'invalid-manifest',
    problem: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '#/task' })]) },
  });
});

it('refuses the release of an unknown model, version or stage', async () => {
  const open = await session();
  const model = modelName('known');
  await expect(requestRelease(open, model, 'staging', { version: 1 })).rejects.toMatchObject({
    status: 404,
    code: 'unknown-model',
  });
  await applyYaml(open, housesManifest(model));
  await expect(requestRelease(open, model, 'staging', { version: 9 })).rejects.toMatchObject({
    status: 404,
    code: 'unknown-version',
  });
  await expect(requestRelease(open, model, 'moon', { version: 1 })).rejects.toMatchObject({
    status: 404,
    code: 'unknown-stage',
  });
});
