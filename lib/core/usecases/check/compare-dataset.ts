/** What differs between the datasets of two runs, from what is stored beside them: no row is read. */
import { ChunkList } from '../../contracts/chunks.ts';
import type { DataDiff } from '../../contracts/data-diff.ts';
import { DATASET_FILES, datasetPrefix } from '../../contracts/locations.ts';
import { Problem } from '../../contracts/problems.ts';
import { Profile } from '../../contracts/profile.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import { type ComparedDataset, compareDatasets } from '../../data/identity/diff/compare-datasets.ts';
import { readJson } from '../json-objects.ts';
import { readRun } from '../runs/read-runs.ts';
import type { DatasetReportPorts } from './read-dataset-report.ts';

/** An answer has at most 6 MB: beyond so many columns changes have their numbers only. */
const MOST_PLOTS = 500;

/**
 * @param run whose dataset is looked at @param before run whose dataset it is compared with
 * @throws Problem unknown-model, unknown-run, unknown-report
 */
export async function compareDataset(
  ports: DatasetReportPorts,
  model: string,
  run: string,
  before: string,
): Promise<DataDiff> {
  const was = await storedDataset(ports, model, before);
  const is = await storedDataset(ports, model, run);
  const diff = compareDatasets(was, is);
  return { ...diff, changes: diff.changes.map((change, i) => (i < MOST_PLOTS ? change : withoutPlot(change))) };
}

function withoutPlot(change: DataDiff['changes'][number]): DataDiff['changes'][number] {
  if (change.kind === 'mixed') return change;
  const { plot: _, ...rest } = change;
  return rest;
}

async function storedDataset(
  { registry, objects, artifactBucket }: DatasetReportPorts,
  model: string,
  wanted: string,
): Promise<ComparedDataset> {
  const { run, state, dataset, version, dataOf = run } = await readRun(registry, model, wanted);
  if (dataset === undefined)
    throw new Problem('unknown-report', `run ${run} of ${model} accepted no dataset: it is ${state}`);
  const at = (file: string) => ({ bucket: artifactBucket, key: `${datasetPrefix(model, dataOf)}${file}` });
  const profile = await readJson(objects, at(DATASET_FILES.profile), Profile);
  const schema = await readJson(objects, at(DATASET_FILES.schema), DatasetSchema);
  const { columns, target, id } = schema;
  return {
    name: version === undefined ? `${model}@${run}` : `${model}@${version}`,
    dataset,
    profile,
    types: new Map([...columns, target].map(({ name, type }) => [name, type])),
    // Datasets with another digest were stored without their chunks.
    ...(dataset.startsWith('rows-sha256-v2:')
      ? { chunks: { list: await readJson(objects, at(DATASET_FILES.chunks), ChunkList), target: target.name, id } }
      : {}),
  };
}
