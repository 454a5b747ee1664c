/** Notices of incidents of every kind: what they share, and those of health. */
import type { IncidentEvent, IncidentKind } from '../contracts/incidents.ts';
import type { Health } from '../health/document.ts';
import type { Incident } from '../registry/entities.ts';
import type { Suspect } from './incident-notices.ts';
import type { NoticeOf } from './notice.ts';
import { from, type Place } from './place.ts';

/** What the registry knows around an incident. */
export interface Around {
  readonly suspects: readonly Suspect[];
  /** Version that served before; undefined: none did. */
  readonly previous: number | undefined;
}

/** What every notice of an incident that is open says. */
export const openIncident = (place: Place, event: IncidentEvent, { suspects, previous }: Around) => ({
  ...from(place),
  model: event.model,
  stage: event.stage,
  version: event.version,
  since: event.since,
  window: event.window,
  ...(suspects.length > 0 ? { suspects: [...suspects] } : {}),
  ...(previous === undefined ? {} : { previous }),
});
export type OpenIncident = ReturnType<typeof openIncident>;

/** Undefined when there is no finding. @param worse names of findings; none: the incident has opened */
export function healthNotice(
  open: OpenIncident,
  { requests, findings }: Health,
  worse: readonly string[] | undefined,
): NoticeOf<'health-opened' | 'health-worsened'> | undefined {
  if (findings.length === 0) return undefined;
  if (!worse) return { kind: 'health-opened', ...open, requests, findings };
  return worse.length === 0 ? undefined : { kind: 'health-worsened', ...open, requests, findings, worse: [...worse] };
}

/** @param closed end of the incident */
export function closedNotice(
  place: Place,
  { model, stage, kind, since, version, columns, end }: Incident & { kind: IncidentKind },
  closed: string,
): NoticeOf<'drift-closed' | 'health-closed' | 'performance-closed'> {
  const replaced = end?.reason === 'version-changed';
  return {
    kind: `${kind}-closed`,
    ...from(place),
    ...{ model, stage, version, since, closed, columns },
    ...(replaced ? { reason: 'version-changed' as const } : {}),
    ...(replaced && end.serving !== undefined ? { serving: end.serving } : {}),
  };
}
