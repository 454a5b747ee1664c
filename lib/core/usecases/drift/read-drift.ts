/** The drift of a model's stages: the reports of its windows, and incidents of every kind. */
import { type DriftView, IncidentView } from '../../contracts/api.ts';
import { INCIDENT_KINDS } from '../../contracts/incidents.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { DriftOfStagesQuery, DriftQuery } from '../../contracts/queries.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { encodeCursor } from '../../registry/cursor.ts';
import { WindowSummary } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { knownModel, knownStage } from '../known.ts';
import { documentsPage } from '../read-page.ts';
import { badQuery } from '../request-fields.ts';
import { summaryKey } from './window-summaries.ts';

export interface DriftPorts {
  registry: Registry;
  objects: Objects;
  policy: Policy;
  artifactBucket: string;
}

interface Window {
  readonly from: string;
  readonly to: string;
}

/** Lambda answers at most 6 MB; the rest is for incidents. A report of 1,000 columns is about 0.8 MB. */
const MOST_REPORT_BYTES = 4 * 1024 * 1024;

/** As many as fit, in this order; the first always. */
async function readReports(ports: DriftPorts, keys: readonly string[], mostBytes: number) {
  const reports: unknown[] = [];
  let bytes = 0;
  for (const key of keys) {
    const text = await ports.objects.text({ bucket: ports.artifactBucket, key });
    bytes += Buffer.byteLength(text);
    if (bytes > mostBytes && reports.length > 0) break;
    reports.push(JSON.parse(text));
  }
  return reports as DriftView['reports'];
}

/** What is asked for. Times are ISO 8601 with milliseconds, Z, as keys have them. */
interface Asked {
  /** Behind the newest window that can be meant. */
  readonly start: string | undefined;
  /** What begins before is not meant. */
  readonly oldest: string;
  readonly window: ((window: Window) => boolean) | undefined;
  readonly incident: ((incident: { since: string; last: string }) => boolean) | undefined;
}

const utc = (time: string): string => new Date(time).toISOString();
/** The longest window. */
const DAY_MS = 86_400_000;
/** Behind all keys that begin with the same text. */
const BEHIND = '~';

/** @throws Problem invalid-request */
function askedFor({ from, to, at }: DriftQuery): Asked {
  if (at !== undefined) {
    if (from !== undefined || to !== undefined) throw badQuery('at', 'does not go together with from and to');
    const moment = utc(at);
    return {
      start: `${moment}${BEHIND}`,
      oldest: new Date(Date.parse(moment) - DAY_MS).toISOString(),
      window: (window) => moment < window.to,
      incident: ({ since, last }) => since <= moment && moment < last,
    };
  }
  const [begin, end] = [from === undefined ? '' : utc(from), to === undefined ? undefined : utc(to)];
  if (end !== undefined && begin >= end) throw badQuery('from', 'is not before the end of the time');
  const bounded = from !== undefined || end !== undefined;
  return {
    start: end,
    oldest: begin,
    window: end === undefined ? undefined : (window) => window.to <= end,
    incident: bounded ? ({ since, last }) => last > begin && (end === undefined || since < end) : undefined,
  };
}

/** Of every kind, newest first. The limit is of each kind: many incidents of one kind hide none of another. */
async function incidentsOf(
  registry: Registry,
  { model, stage, limit, keep }: { model: string; stage: string; limit: number; keep: Asked['incident'] },
): Promise<DriftView['incidents']> {
  const kinds = INCIDENT_KINDS.map(async (kind) => {
    const prefix = SK.incident(stage, '', kind);
    const query = { limit, cursor: undefined };
    return (await documentsPage(registry, { model, prefix, schema: IncidentView, query, keep })).items;
  });
  return (await Promise.all(kinds)).flat().sort((a, b) => b.since.localeCompare(a.since));
}

async function stageDrift(ports: DriftPorts, model: string, stage: string, query: DriftQuery, mostBytes: number) {
  const { registry } = ports;
  const { limit, cursor } = query;
  const asked = askedFor(query);
  const incidents = await incidentsOf(registry, { model, stage, limit, keep: asked.incident });
  const start = asked.start === undefined ? undefined : encodeCursor(SK.windowSummary(stage, asked.start));
  const windows = await documentsPage(registry, {
    model,
    prefix: SK.windowSummary(stage, ''),
    schema: WindowSummary,
    query: { limit, cursor: cursor ?? start },
    keep: asked.window,
    beyond: ({ sk }) => sk < SK.windowSummary(stage, asked.oldest),
  });
  const keys = windows.items.map(({ report }) => report);
  const reports = await readReports(ports, keys, mostBytes);
  const more = reports.length < keys.length;
  const last = windows.items[reports.length - 1];
  const next = more && last ? encodeCursor(summaryKey(last)) : windows.cursor;
  return { model, stage, incidents, reports, more, ...(next === undefined ? {} : { cursor: next }) };
}

/** @throws Problem unknown-model, unknown-stage, invalid-request */
export async function readDrift(ports: DriftPorts, model: string, stage: string, query: DriftQuery) {
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  return stageDrift(ports, model, stage, query, MOST_REPORT_BYTES);
}

/** Every stage, in the policy's order. @throws Problem unknown-model */
export async function readDriftOfStages(ports: DriftPorts, model: string, query: DriftOfStagesQuery) {
  await knownModel(ports.registry, model);
  const { stages } = ports.policy;
  const mostBytes = MOST_REPORT_BYTES / stages.length;
  return { items: await Promise.all(stages.map(({ name }) => stageDrift(ports, model, name, query, mostBytes))) };
}
