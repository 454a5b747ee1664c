/** What a window, or a release to another version, makes of a stage's incidents. People hear of it by `tellIncident`. */
import { INCIDENT_KINDS, type IncidentKind } from '../../contracts/incidents.ts';
import type { Registry } from '../../ports/registry.ts';
import type { EventDraft } from '../../registry/chain.ts';
import { type ChangePorts, change, type Decision } from '../../registry/change.ts';
import { create, replace } from '../../registry/documents.ts';
import type { Incident, Stage } from '../../registry/entities.ts';
import { afterWindow, type Change, closed, type WindowFinding } from '../../registry/incident.ts';
import { SK } from '../../registry/keys.ts';
import { recentIncidents } from './recent-incidents.ts';

export type IncidentUpdate = Change | 'none';

/**
 * By the law of `registry/incident.ts`. Safe to repeat; a window that ended before what an incident knows already changes
 * nothing.
 * @throws Busy
 */
export function updateIncident(ports: ChangePorts, window: WindowFinding): Promise<IncidentUpdate> {
  return change(ports, window.model, ({ time }) => decide(ports.registry, window, time));
}

async function decide(registry: Registry, window: WindowFinding, time: string): Promise<Decision<IncidentUpdate>> {
  const { model, stage, kind } = window;
  const recent = await recentIncidents(registry, model, stage, kind);
  const next = afterWindow(
    recent.map(({ document }) => document),
    window,
    time,
  );
  if (!next) return { result: isKnown(recent, window) ? 'continued' : 'none' };
  const { incident } = next;
  const before = recent.find(({ document }) => document.since === incident.since);
  const sk = SK.incident(stage, incident.since, kind);
  if (next.change === 'continued') {
    await registry.put(replace(sk, incident, before));
    return { result: 'continued' };
  }
  return {
    event: { kind: `${kind}-${next.change}`, actor: 'sluice', data: dataOf(incident) },
    writes: [before ? replace(sk, incident, before) : create(sk, incident)],
    result: next.change,
  };
}

/** Whether a bad window belongs to the incident that is open. */
const isKnown = (recent: readonly { document: Incident }[], { window, findings }: WindowFinding): boolean =>
  findings.length > 0 && recent.some(({ document }) => document.state === 'open' && document.last === window.to);

/** Of the change that was made last. */
function dataOf({ stage, since, end, untold }: Incident): EventDraft['data'] {
  const made = untold.at(-1);
  if (!made) throw new Error(`the incident of ${stage} since ${since} holds no change`);
  const { change: what, version, window, report, findings, at } = made;
  return {
    ...{ stage, version, ...window, columns: findings },
    ...(report === undefined ? {} : { report }),
    ...(what === 'opened' ? {} : { since }),
    ...(what === 'closed' && end ? { ...(end as EventDraft['data']), at } : {}),
  };
}

/**
 * An incident is about the version that served: when another serves, it is over, whatever the data are. Whether they
 * suit the new version is for its own first window to say.
 *
 * @param release the release that moved the stage @param silently nobody is told: the stage goes for good
 * @returns the kinds whose newest incident was closed by this release, by this call or an earlier one
 * @throws Busy
 */
export async function closeReplacedIncidents(
  ports: ChangePorts,
  stage: Stage,
  release: string,
  options: { silently?: boolean } = {},
): Promise<IncidentKind[]> {
  const ended: IncidentKind[] = [];
  for (const kind of INCIDENT_KINDS) if (await closeReplaced(ports, stage, kind, release, options)) ended.push(kind);
  return ended;
}

function closeReplaced(
  ports: ChangePorts,
  { model, stage, serving }: Stage,
  kind: IncidentKind,
  release: string,
  { silently = false }: { silently?: boolean },
): Promise<boolean> {
  return change(ports, model, async ({ time }): Promise<Decision<boolean>> => {
    const [newest] = await recentIncidents(ports.registry, model, stage, kind);
    if (!newest || newest.document.state === 'closed') return { result: newest?.document.end?.release === release };
    if (newest.document.version === serving?.version) return { result: false };
    const now = serving === undefined ? {} : { serving: serving.version };
    const end = { reason: 'version-changed' as const, release, ...now };
    const over = { from: newest.document.since, to: time };
    const incident = closed(newest.document, { window: over, at: time }, end);
    const kept = silently ? { ...incident, untold: [] } : incident;
    return {
      event: { kind: `${kind}-closed`, actor: 'sluice', data: dataOf(incident) },
      writes: [replace(SK.incident(stage, incident.since, kind), kept, newest)],
      result: true,
    };
  });
}
