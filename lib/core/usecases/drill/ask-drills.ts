/** Asks for the weekly drill of each live stage whose manifest wants one, and tells of drills that never came to an end. */
import {
  DRILL_EVERY_DAYS,
  DRILL_HOPS,
  DRILL_LOST_HOURS,
  type DrillStep,
  drillName,
  drillTime,
} from '../../contracts/drill.ts';
import { CommitConflict, type Registry } from '../../ports/registry.ts';
import type { Queue } from '../../ports/services.ts';
import { create, read } from '../../registry/documents.ts';
import { Drill, Meta, type Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import { forEachLiveStage } from '../live-stages.ts';
import { manifestOf } from '../manifest-of.ts';
import { type ConcludeDrillPorts, concludeDrill } from './end-drill.ts';

export interface AskDrillsPorts extends ConcludeDrillPorts {
  drillQueue: Queue;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Runs hourly. A stage that fails costs the others nothing.
 * @returns how many drills were asked for
 * @throws AggregateError naming every stage that failed, after all others were served
 */
export async function askDrills(ports: AskDrillsPorts): Promise<number> {
  let asked = 0;
  const words = { one: 'was not drilled', all: 'stages were not drilled' };
  await forEachLiveStage(ports.registry, words, async (stage) => {
    if (await askDrill(ports, stage)) asked += 1;
  });
  return asked;
}

/** The drill is noted before it is asked for: one that is lost on the way is known to be missing. */
async function askDrill(ports: AskDrillsPorts, { model, stage }: Stage): Promise<boolean> {
  const { registry, clock, drillQueue } = ports;
  if (!(await isWanted(registry, model))) return false;
  const newest = await newestDrill(registry, model, stage);
  const now = clock.now().getTime();
  const age = newest ? now - Date.parse(newest.asked) : Number.POSITIVE_INFINITY;
  if (newest && newest.ended === undefined && age > DRILL_LOST_HOURS * HOUR_MS) {
    const hop = DRILL_HOPS[newest.hops.length] ?? 'cleaned';
    const message = `it has no end, ${DRILL_LOST_HOURS} hours after it was asked for`;
    await concludeDrill(ports, { ...newest, failure: { hop, message } });
  }
  if (age < DRILL_EVERY_DAYS * DAY_MS) return false;
  // By the hour, so that a repeated run asks for the same one.
  const drill = drillName(new Date(Math.floor(now / HOUR_MS) * HOUR_MS));
  const document: Drill = { v: 1, model, stage, drill, state: 'asked', asked: drillTime(drill), hops: [] };
  try {
    await registry.put(create(SK.drill(stage, drill), document));
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error;
  }
  const step: DrillStep = { v: 1, model, stage, drill };
  await drillQueue.send(step);
  return true;
}

async function isWanted(registry: Registry, model: string): Promise<boolean> {
  const meta = await read(registry, model, SK.meta, Meta);
  if (!meta) return false;
  return (await manifestOf(registry, meta.document)).monitoring.drill === 'weekly';
}

async function newestDrill(registry: Registry, model: string, stage: string): Promise<Drill | undefined> {
  for await (const { document } of newestFirst(registry, model, SK.drill(stage, ''), Drill)) return document;
  return undefined;
}
