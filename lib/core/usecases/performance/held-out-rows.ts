/** What a version answered for its held-out rows: what it is measured by, and what an estimate without labels stands on. */
import { DATASET_FILES, SCORES_FILE, scoresPrefix } from '../../contracts/locations.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import { parseBinary, parseRegression } from '../../evaluation/scores.ts';
import type { HeldOut } from '../../performance/judge-performance.ts';
import { ObjectNotFound, type Objects } from '../../ports/objects.ts';
import type { Version } from '../../registry/entities.ts';

/** @returns undefined when they are gone */
export async function heldOutRows(
  objects: Objects,
  bucket: string,
  { model, run, datasetLocation, metrics }: Version,
  { task, target }: DatasetSchema,
): Promise<HeldOut | undefined> {
  const text = (key: string): Promise<string> => objects.text({ bucket, key });
  try {
    const actual = await text(`${datasetLocation}${DATASET_FILES.holdoutLabels}`);
    const scores = await text(`${scoresPrefix(model, run, 'candidate')}${SCORES_FILE}`);
    return task === 'regression' || !target.labels
      ? { task: 'regression', metrics, rows: parseRegression(actual, scores, 'candidate') }
      : { task: 'binary-classification', metrics, rows: parseBinary(actual, scores, target.labels, 'candidate') };
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    return undefined;
  }
}
