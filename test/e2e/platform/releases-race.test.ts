/** Many ask at once: a stage is moved by one release at a time, and a model's chain has one order. */
import { expect, it } from 'vitest';
import { ApiError } from '../../../lib/adapters/aws/api-client.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import { ApplyAnswer } from '../../../lib/core/contracts/api.ts';
import { parseManifestYaml } from '../../../lib/core/contracts/manifest/yaml.ts';
import { housesManifest } from './_houses.ts';
import { applyYaml, modelName, session } from './_journey.ts';
import { eventsOf, expectServing, released, trainedHouses } from './_release.ts';

const problemOf = (settled: PromiseSettledResult<unknown>): unknown =>
  settled.status === 'rejected' && settled.reason instanceof ApiError
    ? { status: settled.reason.status, code: settled.reason.code }
    : settled;

it('lets one of five promotions of a stage go on, and tells the others which one holds it', async () => {
  const open = await session();
  const model = modelName('race');
  await trainedHouses(open, model, [1, 2]);

  const asked = await Promise.allSettled(
    [1, 2, 1, 2, 1].map((version) => requestRelease(open, model, 'staging', { version })),
  );

  const won = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(won).toHaveLength(1);
  const lost = asked.filter(({ status }) => status === 'rejected');
  expect(lost.map(problemOf)).toEqual(Array(4).fill({ status: 409, code: 'release-in-progress' }));
  const [winner] = won;
  if (!winner) return;
  for (const one of lost) expect(one).toMatchObject({ reason: { problem: { release: winner.release } } });
  // While it moves, the other version, a rollback and the same version are refused alike.
  for (const wanted of [{ version: 1 }, { version: 2 }, { rollbackTo: 'previous' as const }])
    await expect(requestRelease(open, model, 'staging', wanted)).rejects.toMatchObject({ code: 'release-in-progress' });

  expect((await watchRelease(open, winner, { timeoutSeconds: 60 })).state).toBe('live');
  await expectServing(open, model, 'staging', winner.version);
  expect((await eventsOf(open, model)).filter((kind) => kind === 'release-requested')).toHaveLength(1);

  const other = winner.version === 1 ? 2 : 1;
  expect((await released(open, model, 'staging', { version: other })).state).toBe('live');
  await expectServing(open, model, 'staging', other);
});

it('takes requests with one idempotency key for one release, during it and after it', async () => {
  const open = await session();
  const model = modelName('once');
  await trainedHouses(open, model, [1]);
  const key = `key-${model}`;
  const ask = () => requestRelease(open, model, 'staging', { version: 1 }, key);

  const asked = await Promise.all(Array.from({ length: 5 }, ask));

  expect(new Set(asked.map(({ release }) => release)).size).toBe(1);
  const [first] = asked;
  if (!first) return;
  const ended = await watchRelease(open, first, { timeoutSeconds: 60 });
  expect(ended.state).toBe('live');
  expect(await ask()).toEqual(ended);
  expect((await eventsOf(open, model)).filter((kind) => kind === 'release-requested')).toHaveLength(1);
  await expect(requestRelease(open, model, 'staging', { rollbackTo: 'previous' }, key)).rejects.toMatchObject({
    status: 422,
    code: 'key-reused',
  });
});

it('gives twenty manifests that arrive together a revision each, or a 503 that says when to come back', async () => {
  const open = await session();
  const model = modelName('many');
  await applyYaml(open, housesManifest(model));
  const manifests = Array.from({ length: 20 }, (_, i) => {
    const parsed = parseManifestYaml(housesManifest(model).replace('rounds: 80', `rounds: ${81 + i}`));
    if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
    return parsed.manifest;
  });

  const put = async (body: unknown): Promise<number> =>
    ApplyAnswer.parse((await open.api('DataScientist')({ method: 'PUT', path: `/models/${model}`, body })).body)
      .revision;
  const settled = await Promise.allSettled(manifests.map(put));

  const revisions = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(settled.filter(({ status }) => status === 'rejected').map(problemOf)).toEqual(
    Array(20 - revisions.length).fill({ status: 503, code: 'busy' }),
  );
  expect(revisions.length).toBeGreaterThan(0);
  expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions.map((_, i) => i + 2));
  expect(await eventsOf(open, model)).toHaveLength(1 + revisions.length);
});
