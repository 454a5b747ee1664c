/** What live traffic of a version is compared with, as it is stored. */
import { DriftBaseline } from '../contracts/drift-baseline.ts';
import { DATASET_FILES } from '../contracts/locations.ts';
import { Profile } from '../contracts/profile.ts';
import { DatasetSchema } from '../contracts/schema.ts';
import { baselineColumns, versionBaseline } from '../drift/baseline.ts';
import { profileOfBaseline, versionPart } from '../drift/stored/baseline.ts';
import type { Objects } from '../ports/objects.ts';
import type { Version } from '../registry/entities.ts';

/** @throws what the store throws */
export async function baselineOf(objects: Objects, bucket: string, version: Version) {
  const json = async (key: string): Promise<unknown> => JSON.parse(await objects.text({ bucket, key }));
  const ofDataset = (file: string): Promise<unknown> => json(`${version.datasetLocation}${file}`);
  const schema = DatasetSchema.parse(await ofDataset(DATASET_FILES.schema));
  if (version.baseline === undefined)
    return { schema, baseline: baselineColumns(Profile.parse(await ofDataset(DATASET_FILES.profile)), schema.columns) };
  const stored = DriftBaseline.parse(await json(version.baseline));
  return { schema, baseline: versionBaseline(profileOfBaseline(stored), schema.columns, versionPart(stored)) };
}
