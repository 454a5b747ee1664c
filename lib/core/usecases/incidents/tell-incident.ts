/** Tells the world of a stage's incidents of one kind: an event for each change, and the metric. */
import {
  INCIDENT_EVENT,
  type IncidentEvent,
  type IncidentKind,
  incidentEventId,
  type ToldKind,
} from '../../contracts/incidents.ts';
import { CommitConflict, type Registry } from '../../ports/registry.ts';
import type { EventBus } from '../../ports/services.ts';
import { replace, type Stored } from '../../registry/documents.ts';
import type { Incident, IncidentChangeEntry } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { type IncidentMetricPorts, publishIncident } from './incident-metric.ts';
import { recentIncidents } from './recent-incidents.ts';

export interface PutChangesPorts {
  registry: Registry;
  bus: EventBus;
  platform: string;
}

export interface TellIncidentPorts extends IncidentMetricPorts, PutChangesPorts {}

/**
 * Safe to repeat, and to be called after a try that died: an incident keeps its changes until they were put, so each is
 * put once, or again with the same id.
 * @throws CommitConflict, and what bus and metrics throw: then nothing is lost, and the next call tells it
 */
export async function tellIncident(
  ports: TellIncidentPorts,
  about: { model: string; stage: string; kind: IncidentKind },
): Promise<void> {
  const recent = await putChanges(ports, about);
  const isOpen = recent.some(({ document }) => document.state === 'open');
  await publishIncident(ports, about, isOpen);
}

/** The events alone. @returns the newest incidents of the kind, newest first */
export async function putChanges(
  ports: PutChangesPorts,
  about: { model: string; stage: string; kind: ToldKind },
): Promise<Stored<Incident>[]> {
  const recent = await recentIncidents(ports.registry, about.model, about.stage, about.kind);
  for (const stored of recent.toReversed()) await tellChanges(ports, stored);
  return recent;
}

async function tellChanges({ registry, bus, platform }: PutChangesPorts, stored: Stored<Incident>): Promise<void> {
  const { document } = stored;
  if (document.untold.length === 0) return;
  for (const entry of document.untold) await bus.put(INCIDENT_EVENT, eventOf(platform, document, entry));
  try {
    const sk = SK.incident(document.stage, document.since, document.kind);
    await registry.put(replace(sk, { ...document, untold: [] }, stored));
  } catch (error) {
    // A newer window changed it meanwhile. Whoever did tells these again, by the same ids.
    if (!(error instanceof CommitConflict)) throw error;
  }
}

function eventOf(
  platform: string,
  { model, stage, kind, since }: Incident,
  { change, window, ...entry }: IncidentChangeEntry,
): IncidentEvent {
  const id = incidentEventId({ model, stage, kind, since, change, window });
  return { v: 1, id, platform, model, stage, kind, change, since, window, ...entry };
}
