/** The drift of a model's stages: incidents, and the reports of its windows. */
import { type DriftView, IncidentView } from '../contracts/api.ts';
import type { Policy } from '../contracts/policy.ts';
import type { DriftOfStagesQuery, DriftQuery } from '../contracts/queries.ts';
import type { Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { encodeCursor } from '../registry/cursor.ts';
import { WindowSummary } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { knownModel, knownStage } from './known.ts';
import { documentsPage } from './read-page.ts';
import { badQuery } from './request-fields.ts';
import { summaryKey } from './window-summaries.ts';

export interface DriftPorts {
  registry: Registry;
  objects: Objects;
  policy: Policy;
  artifactBucket: string;
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

const utc = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

async function stageDrift(ports: DriftPorts, model: string, stage: string, query: DriftQuery, mostBytes: number) {
  const { registry } = ports;
  const { limit, cursor } = query;
  const [from = '', to] = [utc(query.from), utc(query.to)];
  if (to !== undefined && from >= to) throw badQuery('from', 'is not before the end of the time');
  const bounded = from !== '' || to !== undefined;
  const { items: incidents } = await documentsPage(registry, {
    model,
    prefix: SK.incident(stage, ''),
    schema: IncidentView,
    query: { limit, cursor: undefined },
    keep: bounded ? ({ since, last }) => last > from && (to === undefined || since < to) : undefined,
  });
  const windows = await documentsPage(registry, {
    model,
    prefix: SK.windowSummary(stage, ''),
    schema: WindowSummary,
    // Keys begin with the begin of their window, so this is behind all that begin before `to`.
    query: { limit, cursor: cursor ?? (to === undefined ? undefined : encodeCursor(SK.windowSummary(stage, to))) },
    keep: to === undefined ? undefined : (summary) => summary.to <= to,
    beyond: ({ sk }) => sk < SK.windowSummary(stage, from),
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
