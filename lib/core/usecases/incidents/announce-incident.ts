/** From the event of an incident to its message. */
import type { IncidentEvent } from '../../contracts/incidents.ts';
import { DriftReport } from '../../drift/document.ts';
import { driftOpenedNotice, driftWorsenedNotice } from '../../messages/drift-notice.ts';
import { closedNotice, healthNotice, openIncident } from '../../messages/incident-notice.ts';
import type { Notice } from '../../messages/notice.ts';
import { performanceNotice } from '../../messages/performance-notice.ts';
import type { Place } from '../../messages/place.ts';
import { PerformanceWatch } from '../../performance/watch-document.ts';
import type { Objects } from '../../ports/objects.ts';
import { read } from '../../registry/documents.ts';
import { Incident } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { drillNotice } from '../drill/drill-notices.ts';
import { readJson } from '../json-objects.ts';
import { type SendNoticePorts, sendNotice } from '../send-notice.ts';
import { aroundIncident } from './around-incident.ts';

export interface AnnounceIncidentPorts extends SendNoticePorts {
  objects: Objects;
  origin: Place;
  artifactBucket: string;
}

/**
 * One message a change, however often its event is delivered.
 * @returns whether there was something to tell
 * @throws what `sendNotice` and the ports throw: the event is then delivered again
 */
export async function announceIncident(ports: AnnounceIncidentPorts, event: IncidentEvent): Promise<boolean> {
  const notice = await noticeOf(ports, event);
  if (!notice) return false;
  await sendNotice(ports, notice);
  return true;
}

async function noticeOf(ports: AnnounceIncidentPorts, event: IncidentEvent): Promise<Notice | undefined> {
  const { registry, objects, origin, artifactBucket } = ports;
  const { model, stage, since, kind, window, report } = event;
  if (kind === 'drill') return drillNotice(origin, event);
  if (event.change === 'closed') {
    const found = await read(registry, model, SK.incident(stage, since, kind), Incident);
    return found && closedNotice(origin, { ...found.document, kind }, window.to);
  }
  if (report === undefined) return undefined;
  const open = openIncident(origin, event, await aroundIncident(registry, event));
  const worse = event.change === 'worsened' ? (event.worse ?? []) : undefined;
  const address = { bucket: artifactBucket, key: report };
  if (kind === 'performance') return performanceNotice(open, await readJson(objects, address, PerformanceWatch), worse);
  const told = await readJson(objects, address, DriftReport);
  if (kind === 'health') return told.health && healthNotice(open, told.health, worse);
  return worse ? driftWorsenedNotice(open, told, worse) : driftOpenedNotice(open, told);
}
