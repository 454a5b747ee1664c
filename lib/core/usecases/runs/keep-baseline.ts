/** Keeps what live traffic of a version will be compared with, beside its evaluation. */
import { baselineKey, DATASET_FILES } from '../../contracts/locations.ts';
import { Profile } from '../../contracts/profile.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import type { CellBatch } from '../../data/cell-batch.ts';
import { csvPart } from '../../data/readers/csv.ts';
import { baselineColumns } from '../../drift/baseline.ts';
import { correlationsOf } from '../../drift/correlations/of-rows.ts';
import { storedBaseline } from '../../drift/stored/baseline.ts';
import { predictionsProfile } from '../../drift/stored/predictions.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Dataset } from '../../registry/entities.ts';
import { putJson, readJson } from '../json-objects.ts';

/** With fewer held-out rows those it was trained on are counted too: of how columns go together they tell as much. */
const ENOUGH_ROWS = 5_000;

export interface BaselineOf {
  readonly model: string;
  readonly run: string;
  readonly dataset: Dataset;
  readonly schema: DatasetSchema;
  /** What the candidate answered for the held-out rows. */
  readonly answers: Float64Array;
}

/** Equal files give an equal document. @returns its key in the artefact bucket */
export async function keepBaseline(objects: Objects, bucket: string, of: BaselineOf): Promise<string> {
  const { model, run, dataset, schema, answers } = of;
  const profile = await readJson(objects, { bucket, key: `${dataset.location}${DATASET_FILES.profile}` }, Profile);
  const features = baselineColumns(profile, schema.columns);
  const document = storedBaseline(profile, schema.columns, {
    predictions: predictionsProfile(answers),
    correlations: await correlationsOf(features, rowsOf(objects, bucket, dataset, schema.columns.length)),
  });
  const key = baselineKey(model, run);
  await putJson(objects, { bucket, key }, document);
  return key;
}

async function* rowsOf(
  objects: Objects,
  bucket: string,
  { location, holdout }: Dataset,
  width: number,
): AsyncGenerator<CellBatch> {
  const files = [DATASET_FILES.holdoutFeatures, ...(holdout < ENOUGH_ROWS ? [DATASET_FILES.trainFeatures] : [])];
  for (const file of files)
    yield* csvPart(await objects.stream({ bucket, key: `${location}${file}` }), {
      ...{ delimiter: ',' as const, width, line: 1, row: 0 },
    });
}
