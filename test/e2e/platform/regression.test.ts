import { expect, it } from 'vitest';
import * as z from 'zod';
import { predictRows } from '../../../lib/cli/commands/predict.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { readVersion } from '../../../lib/cli/commands/version.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session, uploadCsv } from './_journey.ts';

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
