/** How well one configuration did in a window, from what was captured of it. */
import { DATASET_FILES } from '../../contracts/locations.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import type { ScoredAnswer } from '../../performance/captured-answers.ts';
import { estimatePerformance, fitEstimator } from '../../performance/cbpe.ts';
import type { ConfigurationPerformance } from '../../performance/document.ts';
import type { LabelBook } from '../../performance/label-book.ts';
import { ScoredTraffic } from '../../performance/scored-traffic.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Version } from '../../registry/entities.ts';
import { capturedRecords } from '../capture/captured-records.ts';
import type { Window } from '../drift-windows.ts';
import { readJson } from '../json-objects.ts';
import { type SmallObject, textsOf } from '../small-objects.ts';
import { heldOutRows } from './held-out-rows.ts';

export interface ConfigurationPerformancePorts {
  objects: Objects;
  artifactBucket: string;
  captureBucket: string;
}

export interface Served {
  configuration: string;
  stored: Version;
  /** Captured, of this configuration. */
  files: readonly SmallObject[];
  window: Window;
  book: LabelBook;
}

/** @param keep is given every answer that was read, once */
export async function configurationPerformance(
  ports: ConfigurationPerformancePorts,
  served: Served,
  keep: (answer: ScoredAnswer) => void = () => {},
): Promise<ConfigurationPerformance> {
  const { configuration, stored, files, window, book } = served;
  const { objects, captureBucket, artifactBucket } = ports;
  const schema = await schemaOf(objects, artifactBucket, stored);
  const traffic = new ScoredTraffic({ task: schema.task, labels: schema.target.labels }, book);
  const columns = schema.columns.map(({ name }) => name);
  for await (const { text } of textsOf(objects, captureBucket, files))
    for (const line of capturedRecords(text, window, columns)) {
      if ('record' in line) for (const answer of traffic.add(line.record)) keep(answer);
      else traffic.skip(line.skipped);
    }
  return {
    configuration,
    version: stored.version,
    ...traffic.counts(),
    measured: traffic.measured(configuration),
    ...(await estimated(ports, stored, schema, traffic)),
    heldOut: stored.metrics,
  };
}

/** The contract of the data a version was trained on. */
export const schemaOf = (objects: Objects, bucket: string, { datasetLocation }: Pick<Version, 'datasetLocation'>) =>
  readJson(objects, { bucket, key: `${datasetLocation}${DATASET_FILES.schema}` }, DatasetSchema);

async function estimated(
  { objects, artifactBucket }: ConfigurationPerformancePorts,
  stored: Version,
  schema: DatasetSchema,
  traffic: ScoredTraffic,
): Promise<Pick<ConfigurationPerformance, 'estimated' | 'notEstimated'>> {
  if (schema.task === 'regression') return { estimated: {}, notEstimated: 'regression' };
  if (traffic.counts().rows === 0) return { estimated: {}, notEstimated: 'no-rows' };
  const heldOut = await heldOutRows(objects, artifactBucket, stored, schema);
  if (heldOut?.task !== 'binary-classification') return { estimated: {}, notEstimated: 'no-held-out-scores' };
  return { estimated: estimatePerformance(fitEstimator(heldOut.rows), traffic.unlabelled()) };
}
