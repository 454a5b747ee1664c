/** From the event of an incident to its message. */
import type * as z from 'zod';
import type { IncidentEvent } from '../contracts/incidents.ts';
import { DriftReport } from '../drift/document.ts';
import { driftOpenedNotice, driftWorsenedNotice, type Place } from '../messages/drift-notice.ts';
import type { Notice } from '../messages/notice.ts';
import { performanceOpenedNotice, performanceWorsenedNotice } from '../messages/performance-notice.ts';
import { PerformanceWatch } from '../performance/watch-document.ts';
import type { Objects } from '../ports/objects.ts';
import { read } from '../registry/documents.ts';
import { Incident } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { driftClosedNotice, performanceClosedNotice } from './notices.ts';
import { type SendNoticePorts, sendNotice } from './send-notice.ts';

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
  const { registry, origin } = ports;
  const { model, stage, since, kind } = event;
  if (event.change === 'closed') {
    const found = await read(registry, model, SK.incident(stage, since, kind), Incident);
    const notice = kind === 'performance' ? performanceClosedNotice : driftClosedNotice;
    return found && notice(origin, found.document);
  }
  if (kind === 'performance') return performanceNoticeOf(ports, event);
  const report = await reportOf(ports, event, DriftReport);
  if (!report) return undefined;
  return event.change === 'opened'
    ? driftOpenedNotice(report, origin, since)
    : driftWorsenedNotice(report, origin, since, event.worse ?? []);
}

async function performanceNoticeOf(ports: AnnounceIncidentPorts, event: IncidentEvent): Promise<Notice | undefined> {
  const report = await reportOf(ports, event, PerformanceWatch);
  if (!report) return undefined;
  return event.change === 'opened'
    ? performanceOpenedNotice(report, ports.origin, event.since)
    : performanceWorsenedNotice(report, ports.origin, event.since, event.worse ?? []);
}

async function reportOf<R>(
  { objects, artifactBucket }: AnnounceIncidentPorts,
  { report }: IncidentEvent,
  schema: z.ZodType<R>,
): Promise<R | undefined> {
  if (report === undefined) return undefined;
  return schema.parse(JSON.parse(await objects.text({ bucket: artifactBucket, key: report })));
}
