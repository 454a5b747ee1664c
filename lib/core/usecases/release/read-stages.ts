/** What serves, and what served. */
import type { StageAtView, StageView } from '../../contracts/api.ts';
import { endpointName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Stage } from '../../registry/entities.ts';
import { newestServed } from '../../registry/history.ts';
import { SK } from '../../registry/keys.ts';
import { newStage } from '../../registry/stage-lock.ts';
import { knownModel, knownStage } from '../known.ts';

export interface StagePorts {
  registry: Registry;
  policy: Policy;
  platform: string;
}

async function stageView({ registry, policy, platform }: StagePorts, model: string, name: string): Promise<StageView> {
  const { approval } = knownStage(policy, name);
  const stored = await read(registry, model, SK.stage(name), Stage);
  const stage = stored?.document ?? newStage(model, name, endpointName(platform, model, name), '');
  const { endpoint, serving, unproved, lock } = stage;
  return {
    model,
    stage: name,
    endpoint,
    approval,
    ...(serving ? { serving } : {}),
    ...(unproved ? { unproved } : {}),
    ...(lock ? { release: lock.release } : {}),
  };
}

/** In the policy's order. @throws Problem unknown-model */
export async function readStages(ports: StagePorts, model: string): Promise<{ items: StageView[] }> {
  await knownModel(ports.registry, model);
  return { items: await Promise.all(ports.policy.stages.map(({ name }) => stageView(ports, model, name))) };
}

/** What serves now. @throws Problem unknown-model, unknown-stage */
export async function readStage(ports: StagePorts, model: string, stage: string): Promise<StageView> {
  await knownModel(ports.registry, model);
  return stageView(ports, model, stage);
}

/**
 * What served at a time, from the stage's history.
 * @param at any ISO 8601 time
 * @throws Problem unknown-model, unknown-stage
 */
export async function readStageAt(
  { registry, policy }: StagePorts,
  model: string,
  stage: string,
  at: string,
): Promise<StageAtView> {
  await knownModel(registry, model);
  knownStage(policy, stage);
  const moment = new Date(at).toISOString();
  const entry = await newestServed(registry, model, stage, ({ time }) => time <= moment);
  const answer = { model, stage, at: moment };
  if (entry?.configuration === undefined) return answer;
  const { version, configuration, time, release } = entry;
  if (version === undefined) return { ...answer, unproved: { configuration, since: time, release } };
  return { ...answer, serving: { version, configuration, since: time, release } };
}
