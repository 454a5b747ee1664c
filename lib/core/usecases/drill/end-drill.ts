/** The end of a drill: an event of the chain, and a message when it failed. */
import type { Place } from '../../messages/place.ts';
import { type ChangePorts, change, type Decision } from '../../registry/change.ts';
import { read, replace } from '../../registry/documents.ts';
import { Drill } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { type SendNoticePorts, sendNotice } from '../send-notice.ts';
import { drillFailedNotice } from './drill-notices.ts';
import { closeDrillIncident, drillIncident, type FollowDrillPorts, removePlanted } from './follow-drill.ts';

export interface ConcludeDrillPorts extends ChangePorts, SendNoticePorts {
  origin: Place;
}
export interface EndDrillPorts extends ConcludeDrillPorts, FollowDrillPorts {}

/**
 * A failed drill leaves as little behind as one that passed. Safe to repeat: the first end counts.
 *
 * @param drill with all its hops, or with its failure
 * @throws Busy, NoticeInHand, and what the ports throw
 */
export async function endDrill(ports: EndDrillPorts, drill: Drill): Promise<Drill> {
  if (drill.failure) await clearAway(ports, drill);
  return concludeDrill(ports, drill);
}

/** The end as it is told: nothing that was planted is looked for. */
export async function concludeDrill(ports: ConcludeDrillPorts, drill: Drill): Promise<Drill> {
  const ended = await change(ports, drill.model, ({ time }) => decide(ports, drill, time));
  if (ended.failure) await sendNotice(ports, drillFailedNotice(ports.origin, ended));
  return ended;
}

async function decide({ registry }: ConcludeDrillPorts, drill: Drill, time: string): Promise<Decision<Drill>> {
  const { model, stage, failure } = drill;
  const sk = SK.drill(stage, drill.drill);
  const stored = await read(registry, model, sk, Drill);
  if (stored?.document.ended) return { result: stored.document };
  const ended: Drill = { ...drill, state: failure ? 'failed' : 'passed', ended: time };
  const { version, column, fault, began = drill.asked, hops } = drill;
  return {
    event: {
      kind: failure ? 'drill-failed' : 'drill-passed',
      actor: 'sluice',
      data: {
        ...{ stage, drill: drill.drill, asked: drill.asked, began },
        ...(version === undefined ? {} : { version }),
        ...(column === undefined ? {} : { column }),
        ...(fault === undefined ? {} : { fault }),
        hops: hops.map(({ hop, at }) => ({ hop, at })),
        ...(failure ? { failed: failure.hop, reason: failure.message } : {}),
      },
    },
    writes: [replace(sk, ended, stored)],
    result: ended,
  };
}

async function clearAway(ports: EndDrillPorts, drill: Drill): Promise<void> {
  if (drill.began === undefined) return;
  const incident = await drillIncident(ports.registry, drill);
  if (incident) await closeDrillIncident(ports, incident);
  await removePlanted(ports, drill);
}
