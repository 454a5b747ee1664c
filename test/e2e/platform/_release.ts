/** Releases as journeys need them: asked for and followed, and what is there when one has ended. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect } from 'vitest';
import { readEvents } from '../../../lib/cli/commands/events.ts';
import { predictRows } from '../../../lib/cli/commands/predict.ts';
import { requestRelease, watchRelease } from '../../../lib/cli/commands/promote.ts';
import type { Release } from '../../../lib/cli/release/text.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { StageView } from '../../../lib/core/contracts/api.ts';
import { verifyChain } from '../../../lib/core/registry/chain.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, uploadCsv } from './_journey.ts';

type Wanted = Parameters<typeof requestRelease>[3];

/** Asks for a release and follows it to its end. */
export async function released(open: Session, model: string, stage: string, wanted: Wanted): Promise<Release> {
  return watchRelease(open, await requestRelease(open, model, stage, wanted), { timeoutSeconds: 60 });
}

/** Its staging moves by canary, on two instances. */
export const canaryManifest = (model: string): string =>
  housesManifest(model).replace(
    'staging:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }',
    'staging:    { serving: { instance: ml.m5.large, count: 2 }, rollout: { strategy: canary, size: 50, bakeMinutes: 1 } }',
  );

/** A model of houses with as many versions as there are seeds. */
export async function trainedHouses(open: Session, model: string, seeds: readonly number[], manifest = housesManifest) {
  await applyYaml(open, manifest(model));
  const [first, ...more] = seeds.map((seed) => housesCsv(houses(200, seed)));
  // The first one freezes the contract; of the others nobody waits for another.
  expect((await uploadCsv(open, model, first ?? '')).run).toMatchObject({ state: 'registered', version: 1 });
  for (const { run } of await Promise.all(more.map((content) => uploadCsv(open, model, content))))
    expect(run).toMatchObject({ state: 'registered' });
}

export const stageOf = async (open: Session, model: string, stage: string): Promise<StageView> =>
  StageView.parse((await open.api('Operator')({ method: 'GET', path: `/models/${model}/stages/${stage}` })).body);

export const endpointOf = (open: Session, model: string, stage: string) =>
  new SageMakerClient(open.admin).send(
    new DescribeEndpointCommand({ EndpointName: `${open.platform}-${model}-${stage}` }),
  );

/** Names of the alarms of one release that are still there. */
export async function alarmsOf(open: Session, { configuration }: Release): Promise<string[]> {
  const { MetricAlarms = [] } = await new CloudWatchClient(open.admin).send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${configuration}-` }),
  );
  return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
}

/** The stage answers, its endpoint runs the configuration the registry names, and nobody holds the stage. */
export async function expectServing(open: Session, model: string, stage: string, version: number): Promise<void> {
  const { serving, release } = await stageOf(open, model, stage);
  expect(serving?.version).toBe(version);
  expect(release).toBeUndefined();
  const endpoint = await endpointOf(open, model, stage);
  expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: serving?.configuration });
  const row = new TextEncoder().encode('{"instances":[{"area":50,"district":"harbour","garden":"false","age":80}]}');
  expect(await predictRows(open, model, stage, row, 'application/json')).toMatchObject({
    predictions: [{ score: expect.any(Number) }],
  });
}

/** Kinds of a model's events, after the chain was checked. */
export async function eventsOf(open: Session, model: string): Promise<string[]> {
  const events = await readEvents(open, model);
  expect(verifyChain(model, events)).toEqual({ ok: true, events: events.length });
  return events.map(({ kind }) => kind);
}
