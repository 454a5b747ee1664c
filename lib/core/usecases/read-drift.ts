/** The drift of a stage: its incidents, and the newest reports. */
import { IncidentView } from '../contracts/api.ts';
import { driftReportKey } from '../contracts/locations.ts';
import type { Policy } from '../contracts/policy.ts';
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

/** @throws Problem unknown-model, unknown-stage */
export async function readDrift(ports: DriftPorts, model: string, stage: string, limit: number) {
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  const { items: incidents } = await documentsPage(ports.registry, {
    model,
    prefix: SK.incident(stage, ''),
    schema: IncidentView,
    query: { limit },
  });
  const keys = await newestReports(ports, model, stage, limit);
  const texts = await Promise.all(keys.map((key) => ports.objects.text({ bucket: ports.artifactBucket, key })));
  return { model, stage, incidents, reports: texts.map((text) => JSON.parse(text) as unknown) };
}
