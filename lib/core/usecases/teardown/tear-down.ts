/** Ends everything of a platform that bills by the hour, in the order in which nothing is made again. Safe to repeat. */

import type { Backoff } from '../../ports/backoff.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Remains } from '../../ports/remains.ts';
import { retireStage } from '../release/retire-stage.ts';
import type { TeardownPlan } from './plan-teardown.ts';

export interface TearDownPorts {
  registry: Registry;
  remains: Remains;
  clock: Clock;
  backoff: Backoff;
  ids: Ids;
}

/** What was ended, by name. */
export interface Torn {
  trainings: number;
  /** `<model>/<stage>` */
  stages: string[];
  endpoints: number;
  configurations: number;
  models: number;
  alarms: number;
}

/** @param say called before each step @throws StageBusy when a release began after the plan was made */
export async function tearDown(
  { registry, remains, clock, backoff, ids }: TearDownPorts,
  plan: TeardownPlan,
  actor: string,
  say: (text: string) => void,
): Promise<Torn> {
  for (const arn of plan.trainings) {
    say(`stopping training ${arn.slice(arn.lastIndexOf(':') + 1)}`);
    await remains.stopExecution(arn);
  }
  for (const job of plan.jobs) await remains.stopJob(job);
  const stages: string[] = [];
  for (const { model, stage } of plan.stages) {
    say(`retiring ${model}/${stage}`);
    const ports = { registry, clock, backoff, deleteEndpoint: remains.deleteEndpoint };
    const { retired } = await retireStage(ports, { model, stage, actor, release: ids.ulid() });
    if (retired) stages.push(`${model}/${stage}`);
  }
  for (const { name } of plan.endpoints) await remains.deleteEndpoint(name);
  say('removing endpoint configurations, models and alarms');
  for (const name of plan.configurations) await remains.deleteConfiguration(name);
  for (const name of plan.models) await remains.deleteModel(name);
  await remains.deleteAlarms(plan.alarms);
  return {
    trainings: plan.trainings.length,
    stages,
    endpoints: plan.endpoints.length,
    configurations: plan.configurations.length,
    models: plan.models.length,
    alarms: plan.alarms.length,
  };
}
