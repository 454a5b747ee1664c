/** The report of the dataset that a run accepted. */
import { DATASET_FILES, datasetPrefix } from '../../contracts/locations.ts';
import { Problem } from '../../contracts/problems.ts';
import { DatasetReport } from '../../data/dataset-report.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { readJson } from '../json-objects.ts';
import { readRun } from '../runs/read-runs.ts';

export interface DatasetReportPorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
}

/** @throws Problem unknown-model, unknown-run, unknown-report */
export async function readDatasetReport(
  { registry, objects, artifactBucket }: DatasetReportPorts,
  model: string,
  run: string,
): Promise<DatasetReport> {
  const { run: id, state, dataset, dataOf = id } = await readRun(registry, model, run);
  // Asked of the registry: S3 answers "access denied" for an object that is not there.
  if (dataset === undefined)
    throw new Problem('unknown-report', `run ${id} of ${model} accepted no dataset: it is ${state}`);
  const key = `${datasetPrefix(model, dataOf)}${DATASET_FILES.report}`;
  return readJson(objects, { bucket: artifactBucket, key }, DatasetReport);
}
