import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { predictRows } from '../../../lib/cli/commands/predict.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { readVersion } from '../../../lib/cli/commands/version.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session, uploadCsv } from './_journey.ts';

/** All that is captured of a model. */
async function captured(open: Session, model: string): Promise<string> {
  const s3 = new S3Client({ ...open.admin, forcePathStyle: true });
  const Bucket = open.outputs['capture-bucket'];
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${model}/` }));
  const files = await Promise.all(
    Contents.map(async ({ Key }) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()),
  );
  return files.join('');
}

const Answer = z.object({ predictions: z.array(z.object({ score: z.number() })) });

it('takes a second model, a regression with categories and gaps, through the same platform without a deployment', async () => {
  const open = await session();
  const model = modelName('houses');
  await applyYaml(open, housesManifest(model));

  const { run } = await uploadCsv(open, model, housesCsv(houses(600, 1)));

  expect(run?.reason).toBeUndefined();
  expect(run?.state).toBe('registered');
  const version = await readVersion(open, model, 1);
  expect(version.task).toBe('regression');
  expect(version.metrics['r2']?.value).toBeGreaterThan(0.5);
  expect(version.metrics['r2']?.low).toBeLessThan(version.metrics['r2']?.value ?? 0);

  const release = await watchRelease(open, await requestRelease(open, model, 'production', { version: 1 }), {
    timeoutSeconds: 60,
  });
  expect(release.state).toBe('live');
  const [cheap, dear] = Answer.parse(
    await predictRows(
      open,
      model,
      'production',
      new TextEncoder().encode(
        '{"instances":[{"area":50,"district":"harbour","garden":"false","age":80},{"area":190,"district":"river","garden":"true","age":2}]}',
      ),
      'application/json',
    ),
  ).predictions;
  expect(dear?.score).toBeGreaterThan((cheap?.score ?? 0) * 2);

  const answer = await open.api('Application')({
    method: 'POST',
    path: `/models/${model}/stages/production/predictions`,
    contentType: 'text/csv',
    headers: { 'x-sluice-inference-id': 'order-4711' },
    body: new TextEncoder().encode('50,harbour,false,80\n'),
  });
  expect(answer.headers.get('x-sluice-inference-id')).toBe('order-4711');
  // Labels that come later are joined by it, so it must be in the capture.
  await expect.poll(() => captured(open, model), { timeout: 30_000 }).toContain('"inferenceId":"order-4711"');
});

it('links an equal upload to the run that trained it', async () => {
  const open = await session();
  const model = modelName('twice');
  await applyYaml(open, housesManifest(model));
  const content = housesCsv(houses(300, 2));

  const first = await uploadCsv(open, model, content);
  const second = await uploadCsv(open, model, content, 'again.csv');

  expect(first.run?.state).toBe('registered');
  expect(second.run).toMatchObject({ state: 'linked', linkedTo: first.run?.run });
});

it('keeps a candidate that misses a gate out of the registry', async () => {
  const open = await session();
  const model = modelName('missed');
  await applyYaml(open, housesManifest(model, '["r2 >= 0.99999"]'));

  const { run } = await uploadCsv(open, model, housesCsv(houses(300, 3)));

  expect(run?.state).toBe('rejected');
  expect(run?.reason?.message).toMatch(/r2/);
  await expect(readVersion(open, model, 1)).rejects.toMatchObject({ status: 404 });
  await expect(requestRelease(open, model, 'staging', { version: 1 })).rejects.toMatchObject({
    status: 404,
    code: 'unknown-version',
  });
});
