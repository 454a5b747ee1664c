/** Looks how far a drill came, and does what is its own part: the incident is closed, the planted requests are removed. */
import { DRILL_HOPS, type DrillHop, drillConfiguration, drillStage, drillWindow } from '../../contracts/drill.ts';
import { driftCountsKey } from '../../contracts/locations.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read, replace, type Stored } from '../../registry/documents.ts';
import { type Drill, Incident, NoticeRecord } from '../../registry/entities.ts';
import { closed } from '../../registry/incident.ts';
import { PLATFORM_CHAIN, SK } from '../../registry/keys.ts';
import { type PutChangesPorts, putChanges } from '../incidents/tell-incident.ts';
import { drillNoticeKey } from './drill-notices.ts';
import { drillCaptureKey } from './plant-fault.ts';

export interface FollowDrillPorts extends PutChangesPorts {
  objects: Objects;
  clock: Clock;
  artifactBucket: string;
  captureBucket: string;
}

/** The first hop that was not reached; undefined: all were. */
export const missingHop = ({ hops }: Drill): DrillHop | undefined => DRILL_HOPS[hops.length];

/** As many hops further as are reached by now. Safe to repeat. @throws what the ports throw */
export async function followDrill(ports: FollowDrillPorts, drill: Drill): Promise<Drill> {
  const hops = [...drill.hops];
  for (let next = missingHop(drill); next !== undefined; next = DRILL_HOPS[hops.length]) {
    if (!(await isReached(ports, drill, next))) break;
    hops.push({ hop: next, at: ports.clock.now().toISOString() });
  }
  return { ...drill, hops };
}

async function isReached(ports: FollowDrillPorts, drill: Drill, hop: DrillHop): Promise<boolean> {
  const incident = await drillIncident(ports.registry, drill);
  switch (hop) {
    case 'captured':
      return true;
    case 'called':
      return incident !== undefined && drill.column !== undefined && incident.document.columns.includes(drill.column);
    case 'event':
      return incident !== undefined && incident.document.untold.length === 0;
    case 'message':
      return isSent(ports.registry, drill, 'drill-opened');
    case 'closed':
      if (incident) await closeDrillIncident(ports, incident);
      return incident !== undefined;
    case 'end-message':
      return isSent(ports.registry, drill, 'drill-closed');
    case 'cleaned':
      await removePlanted(ports, drill);
      return true;
  }
}

export const drillIncident = (
  registry: Registry,
  { model, stage, drill }: Drill,
): Promise<Stored<Incident> | undefined> =>
  read(registry, model, SK.incident(stage, drillWindow(drill).from, 'drill'), Incident);

async function isSent(registry: Registry, drill: Drill, kind: 'drill-opened' | 'drill-closed'): Promise<boolean> {
  const key = drillNoticeKey(kind, { ...drill, since: drillWindow(drill.drill).from });
  return (await read(registry, PLATFORM_CHAIN, SK.notice(key), NoticeRecord))?.document.state === 'sent';
}

/** Its message follows by the same way as the one before. */
export async function closeDrillIncident(ports: FollowDrillPorts, stored: Stored<Incident>): Promise<void> {
  const { document } = stored;
  const { model, stage, since, last } = document;
  if (document.state === 'open') {
    const at = ports.clock.now().toISOString();
    const over = closed(document, { window: { from: since, to: last }, at }, { reason: 'drill-ended' });
    await ports.registry.put(replace(SK.incident(stage, since, 'drill'), over, stored));
  }
  await putChanges(ports, { model, stage, kind: 'drill' });
}

/** The report stays, as evidence. */
export async function removePlanted(ports: FollowDrillPorts, { model, stage, drill, dataset }: Drill): Promise<void> {
  const { objects, artifactBucket, captureBucket, platform } = ports;
  await objects.remove({ bucket: captureBucket, key: drillCaptureKey(platform, { model, stage, drill }) });
  if (dataset === undefined) return;
  const place = { model, stage: drillStage(stage), dataset };
  const counts = driftCountsKey(place, { ...drillWindow(drill), configuration: drillConfiguration(drill) });
  await objects.remove({ bucket: artifactBucket, key: counts });
}
