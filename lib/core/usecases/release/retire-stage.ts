/** Takes a stage out of service for good: its endpoint goes, then the registry says so. Safe to repeat. */
import type { Backoff } from '../../ports/backoff.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Registry } from '../../ports/registry.ts';
import { type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read, replace } from '../../registry/documents.ts';
import { Stage, type StageHistory } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { closeReplacedIncidents } from '../incidents/update-incident.ts';

export interface RetirePorts {
  registry: Registry;
  clock: Clock;
  backoff: Backoff;
  /** Deletes an endpoint and waits until it is gone; one that is not there is fine. */
  deleteEndpoint(name: string): Promise<void>;
}

export class StageBusy extends Error {
  override readonly name = 'StageBusy';
}

/**
 * @param release recorded as the cause in the stage's history
 * @throws StageBusy while a release of the stage is under way; Busy
 */
export async function retireStage(
  ports: RetirePorts,
  input: { model: string; stage: string; actor: string; release: string },
): Promise<{ retired: boolean }> {
  const { model, stage } = input;
  const before = await read(ports.registry, model, SK.stage(stage), Stage);
  if (before?.document.serving) {
    if (before.document.lock)
      throw new StageBusy(`release ${before.document.lock.release} of ${model}/${stage} is under way`);
    await ports.deleteEndpoint(before.document.endpoint);
  }
  const retired = await change(ports, model, (state) => decide(ports, input, state));
  // Also after a retirement that stopped half-way: what serves nobody drifts no more.
  const after = await read(ports.registry, model, SK.stage(stage), Stage);
  if (after && !after.document.serving)
    await closeReplacedIncidents(ports, after.document, input.release, { silently: true });
  return { retired };
}

async function decide(
  { registry }: RetirePorts,
  { model, stage, actor, release }: { model: string; stage: string; actor: string; release: string },
  { time }: ChangeState,
): Promise<Decision<boolean>> {
  const now = await read(registry, model, SK.stage(stage), Stage);
  if (!now?.document.serving) return { result: false };
  const { serving, unproved: _found, ...rest } = now.document;
  const history: StageHistory = { v: 1, model, stage, time, release };
  return {
    event: { kind: 'stage-retired', actor, data: { stage, version: serving.version } },
    writes: [replace(SK.stage(stage), { ...rest, updated: time }, now), create(SK.history(stage, time), history)],
    result: true,
  };
}
