/** One step of a drill: it begins, or is looked at, and is looked at again until it has an end. */
import { DRILL_SECONDS, type DrillStep } from '../../contracts/drill.ts';
import { CommitConflict } from '../../ports/registry.ts';
import type { Queue } from '../../ports/services.ts';
import { read, replace } from '../../registry/documents.ts';
import { Drill } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import { type EndDrillPorts, endDrill } from './end-drill.ts';
import { type FollowDrillPorts, followDrill, missingHop } from './follow-drill.ts';
import { type PlantFaultPorts, plantFault } from './plant-fault.ts';

export interface AdvanceDrillPorts extends PlantFaultPorts, FollowDrillPorts, EndDrillPorts {
  drillQueue: Queue;
}

/** Each second at first, then as people would. */
const SOON_SECONDS = 1;
const SOON_FOR_MS = 30_000;
const LATER_SECONDS = 10;
const DRILL_MS = DRILL_SECONDS * 1000;
/** A drill that began so long ago has lost its messages. */
const LOST_MS = 3 * DRILL_MS;

/**
 * Safe to repeat: what a drill has reached is in its document, and each message is followed by one more while it has no
 * end. Drills of one stage wait for each other.
 *
 * @returns its state after this step
 * @throws Busy, NoticeInHand, and what the ports throw: the step is then delivered again
 */
export async function advanceDrill(ports: AdvanceDrillPorts, step: DrillStep): Promise<Drill['state'] | 'waits'> {
  const { registry, clock, drillQueue } = ports;
  const sk = SK.drill(step.stage, step.drill);
  const stored = await read(registry, step.model, sk, Drill);
  const before = stored?.document;
  if (before && before.state !== 'asked' && before.state !== 'running') return before.state;
  const begins = before?.began === undefined;
  if (begins && (await anotherRuns(ports, step))) {
    await drillQueue.send(step, { delaySeconds: LATER_SECONDS });
    return 'waits';
  }
  const now = begins ? await plantFault(ports, step) : await followDrill(ports, before);
  const elapsed = clock.now().getTime() - Date.parse(now.began ?? now.asked);
  const missing = missingHop(now);
  if (missing === undefined || now.failure) return (await endDrill(ports, now)).state;
  if (elapsed > DRILL_MS) {
    const message = `"${missing}" was not reached within ${DRILL_SECONDS} seconds`;
    return (await endDrill(ports, { ...now, failure: { hop: missing, message } })).state;
  }
  try {
    if (begins || now.hops.length > before.hops.length) await registry.put(replace(sk, now, stored));
  } catch (error) {
    // A second delivery of this step was faster, and goes on.
    if (error instanceof CommitConflict) return now.state;
    throw error;
  }
  await drillQueue.send(step, { delaySeconds: elapsed < SOON_FOR_MS ? SOON_SECONDS : LATER_SECONDS });
  return now.state;
}

async function anotherRuns({ registry, clock }: AdvanceDrillPorts, { model, stage, drill }: DrillStep) {
  const now = clock.now().getTime();
  for await (const { document } of newestFirst(registry, model, SK.drill(stage, ''), Drill)) {
    const { began, state } = document;
    if (now - Date.parse(document.asked) > LOST_MS) return false;
    if (document.drill !== drill && state === 'running' && began && now - Date.parse(began) < LOST_MS) return true;
  }
  return false;
}
