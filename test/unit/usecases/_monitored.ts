/** A live stage as the monitor finds it, put there without training: versions, releases, and what was captured. */
import { DATASET_FILES } from '../../../lib/core/contracts/locations.ts';
import type { DatasetSchema } from '../../../lib/core/contracts/schema.ts';
import { itemOf } from '../../../lib/core/registry/documents.ts';
import type { Release, Stage, Version } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { fleetDimensions } from '../../../lib/core/release/guardrails.ts';
import { numberProfile, profileOf } from '../core/drift/profile.ts';
import { type MemoryPlatform, manifest, memoryPlatform } from './_platform.ts';

const ENDPOINT = 'sluice-churn-production';
const DATASET = 'rows-sha256-v2:1';
const LOCATION = 'churn/datasets/1/';

const MIDNIGHT = Date.parse('2026-03-02T00:00:00Z');
/** Name of the n-th configuration. */
export const configurationOf = (fence: number): string => `${ENDPOINT}-${String(fence).padStart(6, '0')}`;
/** `2026-03-02` at this hour, or part of one. */
export const at = (hour: number): string => new Date(MIDNIGHT + hour * 3_600_000).toISOString();
export const windowAt = (hour: number) => ({ from: at(hour), to: at(hour + 1) });

const value = (i: number): number => (i * 37) % 101;
const PROFILE = JSON.stringify(
  profileOf(
    numberProfile(
      'x',
      Array.from({ length: 1000 }, (_, i) => value(i)),
    ),
  ),
);
const SCHEMA: DatasetSchema = {
  ...{ v: 1, task: 'binary-classification', columns: [{ name: 'x', type: 'integer' }] },
  target: { name: 'churned', type: 'category', labels: ['no', 'yes'] },
};

function version(n: number): Version {
  return {
    ...{ v: 1, model: 'churn', version: n, run: 'r', author: 'anna', registered: at(0), task: 'binary-classification' },
    ...{ manifestRevision: 1, manifestDigest: 'm', dataset: DATASET, datasetLocation: LOCATION, code: 'c', image: 'i' },
    ...{ job: 'j', parameters: {}, artifact: { uri: 'u', digest: 'd' }, sagemakerModel: 's', metrics: {}, gates: [] },
    evaluation: 'e',
  };
}

export interface MonitoredStage {
  platform: MemoryPlatform;
  /** Writes the stage as it is from now on. */
  stage(serving: { fence: number; since: string } | undefined): Promise<void>;
  /** Writes a release of the version of its number. */
  release(fence: number, more: Partial<Release>): Promise<void>;
  /** What SageMaker counts of a minute of the hour. */
  count(hour: number, counted: { requests: number; errors: number; minute?: number }): Promise<void>;
  /** Requests whose values are `scale` times those of the training data, from the beginning of the hour on. */
  capture(hour: number, more?: { scale?: number; rows?: number; fence?: number; file?: string }): Promise<void>;
}

export async function monitoredStage(everyHours = 1): Promise<MonitoredStage> {
  const platform = memoryPlatform();
  const { registry, objects } = platform.ports;
  await platform.apply(manifest({ monitoring: { drift: { everyHours } } }));
  for (const [file, content] of [
    [DATASET_FILES.schema, JSON.stringify(SCHEMA)],
    [DATASET_FILES.profile, PROFILE],
  ] as const)
    await objects.put({ bucket: 'artifacts', key: `${LOCATION}${file}` }, content);
  const put = (item: ReturnType<typeof itemOf>) => registry.put({ item, when: 'any' });
  for (const n of [1, 2, 3]) await put(itemOf(SK.version(n), version(n)));
  const made: MonitoredStage = {
    platform,
    async stage(serving) {
      const stage: Stage = {
        ...{ v: 1, model: 'churn', stage: 'production', endpoint: ENDPOINT, fence: 3, updated: at(0) },
        ...(serving
          ? {
              serving: {
                ...{ version: serving.fence, configuration: configurationOf(serving.fence) },
                ...{ since: serving.since, release: `R${serving.fence}` },
              },
            }
          : {}),
      };
      await put(itemOf(SK.stage('production'), stage));
    },
    async release(fence, more) {
      const release: Release = {
        ...{ v: 1, model: 'churn', stage: 'production', release: `R${fence}`, kind: 'promote', version: fence, fence },
        ...{ author: 'anna', state: 'live', endpoint: ENDPOINT, configuration: configurationOf(fence) },
        ...{ rollout: { strategy: 'canary', size: 50, bakeMinutes: 10 }, effectiveShare: 0.5, requested: at(0) },
        ...more,
      };
      await put(itemOf(SK.release('production', release.release), release));
    },
    async count(hour, { requests, errors, minute = 6 }) {
      const dimensions = fleetDimensions(ENDPOINT, configurationOf(1));
      const counted = { Invocations: requests, Invocation4XXErrors: 0, Invocation5XXErrors: errors };
      for (const [name, value] of Object.entries(counted))
        await platform.ports.metrics.put('AWS/SageMaker', name, value, dimensions, new Date(at(hour + minute / 60)));
    },
    async capture(hour, { scale = 1, rows = 250, fence = 1, file = 'a' } = {}) {
      const records = Array.from({ length: rows }, (_, i) =>
        JSON.stringify({
          captureData: {
            endpointInput: {
              ...{ observedContentType: 'text/csv', mode: 'INPUT', encoding: 'CSV' },
              data: `${value(i) * scale}`,
            },
          },
          eventMetadata: {
            eventId: `${file}${hour}-${i}`,
            inferenceTime: new Date(MIDNIGHT + hour * 3_600_000 + i * 1000).toISOString(),
          },
          eventVersion: '0',
        }),
      );
      const folder = at(hour).slice(0, 13).replace(/[-T]/g, '/');
      const key = `churn/production/${configurationOf(fence)}/${ENDPOINT}/primary/${folder}/00-00-000-${file}.jsonl`;
      await objects.put({ bucket: 'capture', key }, `${records.join('\n')}\n`);
    },
  };
  await made.release(1, { shifted: at(0.1), ended: at(0.1) });
  await made.stage({ fence: 1, since: at(0.1) });
  return made;
}
