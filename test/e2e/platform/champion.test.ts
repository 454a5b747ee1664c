/** A version may go to production when it was compared with what serves there; whoever is refused can mend it. */
import { DeleteModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect, it } from 'vitest';
import { requestRelease } from '../../../lib/cli/commands/promote.ts';
import { readVersion } from '../../../lib/cli/commands/version.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session, uploadCsv } from './_journey.ts';
import { expectServing, released, trainedHouses } from './_release.ts';

it('takes the same data again when the champion changed, and links it when it did not', async () => {
  const open = await session();
  const model = modelName('rival');
  await trainedHouses(open, model, [1, 2]);
  const { dataset } = await readVersion(open, model, 2);
  expect((await released(open, model, 'production', { version: 1 })).state).toBe('live');
  await expect(requestRelease(open, model, 'production', { version: 2 })).rejects.toMatchObject({
    code: 'champion-changed',
    problem: { mend: expect.stringMatching(/train again/) },
  });

  // What the refusal advises.
  const again = await uploadCsv(open, model, housesCsv(houses(200, 2)), 'again.csv');
  expect(again.run).toMatchObject({ state: 'registered', version: 3, dataset });
  expect(await readVersion(open, model, 3)).toMatchObject({ champion: 1 });
  expect((await uploadCsv(open, model, housesCsv(houses(200, 2)), 'once-more.csv')).run).toMatchObject({
    state: 'linked',
    linkedTo: again.run?.run,
  });

  expect((await released(open, model, 'production', { version: 3 })).state).toBe('live');
  await expectServing(open, model, 'production', 3);
});

it('does not compare a model that predicts something else, and lets it take over', async () => {
  const open = await session();
  const model = modelName('turned');
  await trainedHouses(open, model, [1]);
  expect((await released(open, model, 'production', { version: 1 })).state).toBe('live');

  await applyYaml(open, housesManifest(model, '["rmse <= champion + 0"]').replace('target: price', 'target: age'));
  const { run } = await uploadCsv(open, model, housesCsv(houses(200, 4).map(withAge)));

  expect(run?.reason).toBeUndefined();
  expect(run).toMatchObject({ state: 'registered', version: 2 });
  expect(await readVersion(open, model, 2)).toMatchObject({ champion: 1, gates: [{ outcome: 'not-applicable' }] });
  expect((await released(open, model, 'production', { version: 2 })).state).toBe('live');
});

it('trains on when the champion cannot be scored any more, and says so on the version', async () => {
  const open = await session();
  const model = modelName('broken');
  await trainedHouses(open, model, [1], (name) => housesManifest(name, '["r2 >= 0.5", "rmse <= champion + 1"]'));
  expect((await released(open, model, 'production', { version: 1 })).state).toBe('live');
  // Its endpoint goes on; whoever tidied up thought that nobody needs the model.
  const { sagemakerModel } = await readVersion(open, model, 1);
  await new SageMakerClient(open.admin).send(new DeleteModelCommand({ ModelName: sagemakerModel }));

  const { run } = await uploadCsv(open, model, housesCsv(houses(200, 2)));

  expect(run).toMatchObject({ state: 'registered', version: 2 });
  expect(await readVersion(open, model, 2)).toMatchObject({
    champion: 1,
    notCompared: { version: 1, code: 'unscored', message: expect.stringContaining('Could not find model') },
    gates: [{ outcome: 'met' }, { outcome: 'not-applicable' }],
  });

  // A release makes it again from the artefact that is kept.
  expect((await released(open, model, 'staging', { version: 1 })).state).toBe('live');
  await expectServing(open, model, 'staging', 1);
});

/** A target has no gaps. */
const withAge = ({ cells, price }: ReturnType<typeof houses>[number]) => ({
  cells: cells.with(4, cells[4] || '40'),
  price,
});
