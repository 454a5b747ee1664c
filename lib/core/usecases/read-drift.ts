/** The drift of a model's stages: incidents, and the newest reports. */
import { type DriftView, IncidentView } from '../contracts/api.ts';
import { driftReportKey } from '../contracts/locations.ts';
import type { Policy } from '../contracts/policy.ts';
import type { DriftQuery } from '../contracts/queries.ts';
import type { Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { SK } from '../registry/keys.ts';
import { knownModel, knownStage } from './known.ts';
import { documentsPage } from './read-page.ts';

export interface DriftPorts {
  registry: Registry;
  objects: Objects;
  policy: Policy;
  artifactBucket: string;
}

const reportsPrefix = (model: string, stage: string): string => {
  const key = driftReportKey(model, stage, '\u0000', '', '');
  return key.slice(0, key.indexOf('\u0000'));
};

/** `<from>_<to>.json`: the newest window, whichever configuration it was of. */
const windowOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** S3 lists oldest first; only the newest few are kept on the way. */
async function newestReports({ objects, artifactBucket }: DriftPorts, model: string, stage: string, limit: number) {
  let keys: string[] = [];
  for await (const { key } of objects.list(artifactBucket, reportsPrefix(model, stage))) {
    keys.push(key);
    if (keys.length >= 1000 + limit) keys = newest(keys, limit);
  }
  return newest(keys, limit);
}

const newest = (keys: string[], limit: number): string[] =>
  keys.sort((a, b) => (windowOf(a) < windowOf(b) ? 1 : -1)).slice(0, limit);

/** Lambda answers at most 6 MB; the rest is for incidents. A report of 1,000 columns is about 0.8 MB. */
const MOST_REPORT_BYTES = 4 * 1024 * 1024;

/** As many as fit, newest first; the newest always. */
async function readReports(ports: DriftPorts, keys: readonly string[], mostBytes: number) {
  const reports: unknown[] = [];
  let bytes = 0;
  for (const key of keys) {
    const text = await ports.objects.text({ bucket: ports.artifactBucket, key });
    bytes += Buffer.byteLength(text);
    if (bytes > mostBytes && reports.length > 0) break;
    reports.push(JSON.parse(text));
  }
  return reports;
}

async function stageDrift(ports: DriftPorts, model: string, stage: string, limit: number, mostBytes: number) {
  const { items: incidents } = await documentsPage(ports.registry, {
    model,
    prefix: SK.incident(stage, ''),
    schema: IncidentView,
    query: { limit },
  });
  const keys = await newestReports(ports, model, stage, limit);
  const reports = await readReports(ports, keys, mostBytes);
  return { model, stage, incidents, reports: reports as DriftView['reports'], more: reports.length < keys.length };
}

/** @throws Problem unknown-model, unknown-stage */
export async function readDrift(ports: DriftPorts, model: string, stage: string, { limit }: DriftQuery) {
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  return stageDrift(ports, model, stage, limit, MOST_REPORT_BYTES);
}

/** Every stage, in the policy's order. @throws Problem unknown-model */
export async function readDriftOfStages(ports: DriftPorts, model: string, { limit }: DriftQuery) {
  await knownModel(ports.registry, model);
  const { stages } = ports.policy;
  const mostBytes = MOST_REPORT_BYTES / stages.length;
  return { items: await Promise.all(stages.map(({ name }) => stageDrift(ports, model, name, limit, mostBytes))) };
}
