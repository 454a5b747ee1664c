/** What a teardown would end, what it would leave, and what stands in its way. Reads only. */
import { instancesMonthly } from '../../contracts/prices.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Kept, Remains, RunningEndpoint, RunningJob } from '../../ports/remains.ts';
import { Stage } from '../../registry/entities.ts';

export interface PlanTeardownPorts {
  registry: Registry;
  remains: Remains;
  platform: string;
}

export interface DyingEndpoint extends RunningEndpoint {
  /** US dollars that it costs a month while it lives; absent where a type's price is not known here. */
  monthly?: number;
}

export interface TeardownPlan {
  /** Live stages, by the registry. */
  stages: { model: string; stage: string; version: number }[];
  /** Of live stages, and of what was left of them. */
  endpoints: DyingEndpoint[];
  /** Executions of the training workflow. */
  trainings: string[];
  jobs: RunningJob[];
  configurations: string[];
  models: string[];
  alarms: string[];
  /** Named like the platform's, but of no model it knows: left alone. */
  strange: DyingEndpoint[];
  kept: Kept[];
}

/** A release is under way: its endpoint cannot be deleted, and what it is about to make would be left. */
export class ReleaseUnderWay extends Error {
  override readonly name = 'ReleaseUnderWay';
}

/** @throws ReleaseUnderWay */
export async function planTeardown({ registry, remains, platform }: PlanTeardownPorts): Promise<TeardownPlan> {
  const releases = await remains.executions('release');
  if (releases.length > 0) {
    const names = releases.map((arn) => arn.slice(arn.lastIndexOf(':') + 1));
    throw new ReleaseUnderWay(`${names.length} releases are under way: ${names.slice(0, 5).join(', ')}`);
  }
  const models: string[] = [];
  for await (const { model } of registry.collection('MODELS')) models.push(String(model));
  const stages: TeardownPlan['stages'] = [];
  for await (const item of registry.collection('LIVE')) {
    const { model, stage, serving } = Stage.parse(item);
    if (serving) stages.push({ model, stage, version: serving.version });
  }
  // The prefix alone would also be that of somebody's `<platform>-experiment`.
  const ours = (name: string): boolean => models.some((model) => name.startsWith(`${platform}-${model}-`));
  const endpoints = (await remains.endpoints()).map(priced);
  return {
    stages,
    endpoints: endpoints.filter(({ name }) => ours(name)),
    trainings: await remains.executions('training'),
    jobs: (await remains.jobs()).filter(({ name }) => ours(name)),
    configurations: (await remains.configurations()).filter(ours),
    models: (await remains.models()).filter(ours),
    alarms: (await remains.alarms()).filter(ours),
    strange: endpoints.filter(({ name }) => !ours(name)),
    kept: await remains.kept(),
  };
}

function priced(endpoint: RunningEndpoint): DyingEndpoint {
  const prices = endpoint.instances.map(({ type, count }) => instancesMonthly(type, count));
  const known = prices.filter((price): price is number => price !== undefined);
  return known.length === prices.length && known.length > 0
    ? { ...endpoint, monthly: known.reduce((sum, price) => sum + price, 0) }
    : endpoint;
}
