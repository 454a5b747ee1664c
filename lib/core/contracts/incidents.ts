/** Incidents as others hear of them: an event on the account's default bus for each change. */
import * as z from 'zod';

/** What an incident is about: the data, the health of what serves, or its performance on labels. */
export const INCIDENT_KINDS = ['drift', 'health', 'performance'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** `drill`: planted on purpose, beside the traffic of a stage; nobody has to do anything about it. */
export const TOLD_KINDS = [...INCIDENT_KINDS, 'drill'] as const;
export type ToldKind = (typeof TOLD_KINDS)[number];

export const INCIDENT_CHANGES = ['opened', 'worsened', 'closed'] as const;
export type IncidentChange = (typeof INCIDENT_CHANGES)[number];

/** Most names of columns or measures that an event carries. */
export const MOST_FINDINGS = 20;

/** Detail of an event with source `sluice` and detail-type `Sluice Incident`. Times are ISO 8601, UTC. */
export const IncidentEvent = z.strictObject({
  v: z.literal(1),
  /** Same for the same change, however often it is delivered. */
  id: z.string(),
  platform: z.string(),
  model: z.string(),
  stage: z.string(),
  kind: z.enum(TOLD_KINDS),
  change: z.enum(INCIDENT_CHANGES),
  /** Begin of the first bad window. With stage and kind it names the incident. */
  since: z.string(),
  version: z.number().int().positive(),
  configuration: z.string(),
  /** [from, to) of the window that changed the incident; closed by a release: from its begin to its end. */
  window: z.strictObject({ from: z.string(), to: z.string() }),
  /** Key of the window's report in the artefact bucket; absent where no window was read. */
  report: z.string().optional(),
  /** Names of columns or measures, worst first. */
  findings: z.array(z.string()).max(MOST_FINDINGS),
  /** Of `worsened`: the findings that are new, or twice as strong as they were told. */
  worse: z.array(z.string()).max(MOST_FINDINGS).optional(),
  /** When the change was recorded. */
  at: z.string(),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;

export const EVENT_SOURCE = 'sluice';
export const INCIDENT_EVENT = 'Sluice Incident';

/** What a listener collapses duplicates by. */
export const incidentEventId = (
  event: Pick<IncidentEvent, 'model' | 'stage' | 'kind' | 'since' | 'change' | 'window'>,
): string => [event.model, event.stage, event.kind, event.since, event.change, event.window.to].join('/');
