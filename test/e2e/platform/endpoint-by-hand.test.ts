/** Somebody with rights in the account changes or deletes an endpoint between two releases. */
import {
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { expect, it } from 'vitest';
import { requestRelease } from '../../../lib/cli/commands/promote.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { modelName, session } from './_journey.ts';
import { alarmsOf, endpointOf, expectServing, released, stageOf, trainedHouses } from './_release.ts';

/** The same model under a configuration of another name, as one would do to try another instance type. */
async function changeByHand(open: Session, model: string): Promise<string> {
  const sagemaker = new SageMakerClient(open.admin);
  const EndpointName = `${open.platform}-${model}-staging`;
  const { EndpointConfigName: before } = await endpointOf(open, model, 'staging');
  const known = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: before }));
  const EndpointConfigName = `by-hand-${model}`;
  const { ProductionVariants } = known;
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }));
  return EndpointConfigName;
}

it('that was changed is not overwritten by a promotion, and taken back by a rollback', async () => {
  const open = await session();
  const model = modelName('byhand');
  await trainedHouses(open, model, [1, 2]);
  expect((await released(open, model, 'staging', { version: 1 })).state).toBe('live');
  const byHand = await changeByHand(open, model);

  // The release waits for the update by hand to end, and then says what it found.
  const refused = await released(open, model, 'staging', { version: 2 });

  expect(refused).toMatchObject({ state: 'failed', cause: { code: 'endpoint-changed' } });
  expect(refused.cause?.message).toContain(byHand);
  expect(await endpointOf(open, model, 'staging')).toMatchObject({
    EndpointStatus: 'InService',
    EndpointConfigName: byHand,
  });
  expect((await stageOf(open, model, 'staging')).release).toBeUndefined();
  await expect.poll(() => alarmsOf(open, refused)).toEqual([]);

  expect((await released(open, model, 'staging', { rollbackTo: 1 })).state).toBe('live');
  await expectServing(open, model, 'staging', 1);
});

it('that was deleted is made again, also for the version the registry has there', async () => {
  const open = await session();
  const model = modelName('deleted');
  await trainedHouses(open, model, [1]);
  const first = await released(open, model, 'staging', { version: 1 });
  expect(first.state).toBe('live');
  const sagemaker = new SageMakerClient(open.admin);
  await sagemaker.send(new DeleteEndpointCommand({ EndpointName: first.endpoint }));

  await expect(requestRelease(open, model, 'staging', { version: 1 })).rejects.toMatchObject({
    code: 'already-serving',
    problem: { mend: expect.stringContaining('sluice rollback') },
  });
  expect((await released(open, model, 'staging', { rollbackTo: 1 })).state).toBe('live');
  await expectServing(open, model, 'staging', 1);
});
