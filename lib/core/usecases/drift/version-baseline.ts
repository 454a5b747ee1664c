/** What live traffic of a version is compared with, as it is stored. */
import { DriftBaseline } from '../../contracts/drift-baseline.ts';
import { DATASET_FILES } from '../../contracts/locations.ts';
import { Profile } from '../../contracts/profile.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import { baselineColumns, versionBaseline } from '../../drift/baseline.ts';
import { profileOfBaseline, versionPart } from '../../drift/stored/baseline.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Version } from '../../registry/entities.ts';
import { readJson } from '../json-objects.ts';

/** @throws what the store throws */
export async function baselineOf(objects: Objects, bucket: string, version: Version) {
  const ofDataset = (file: string) => ({ bucket, key: `${version.datasetLocation}${file}` });
  const schema = await readJson(objects, ofDataset(DATASET_FILES.schema), DatasetSchema);
  if (version.baseline === undefined) {
    const profile = await readJson(objects, ofDataset(DATASET_FILES.profile), Profile);
    return { schema, baseline: baselineColumns(profile, schema.columns) };
  }
  const stored = await readJson(objects, { bucket, key: version.baseline }, DriftBaseline);
  return { schema, baseline: versionBaseline(profileOfBaseline(stored), schema.columns, versionPart(stored)) };
}
