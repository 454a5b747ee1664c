/** The contract of a model's data: what counts now, and how it came to be. */
import { ContractView } from '../../contracts/api.ts';
import { DATASET_FILES } from '../../contracts/locations.ts';
import { Problem } from '../../contracts/problems.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { DataContract, Dataset } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';
import { readJson } from '../json-objects.ts';
import { knownModel } from '../known.ts';

export interface ReadContractPorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
}

const MOST_VERSIONS = 100;

/** @throws Problem unknown-model, unknown-contract */
export async function readContract(
  { registry, objects, artifactBucket }: ReadContractPorts,
  model: string,
): Promise<ContractView> {
  const { lastDataset } = await knownModel(registry, model);
  const versions = await registry.list(modelKey(model), SK.contract(''), { newestFirst: true, limit: MOST_VERSIONS });
  const [current] = versions.items;
  if (!current || lastDataset === undefined)
    throw new Problem('unknown-contract', `no upload of ${model} was accepted yet`, {
      mend: `sluice upload ${model} data.csv`,
    });
  const dataset = await read(registry, model, SK.dataset(lastDataset), Dataset);
  if (!dataset) throw new Error(`${model} has no dataset ${lastDataset}, but META names it`);
  const key = `${dataset.document.location}${DATASET_FILES.schema}`;
  const schema = await readJson(objects, { bucket: artifactBucket, key }, DatasetSchema);
  return ContractView.parse({
    ...DataContract.parse(current),
    lastDataset,
    schema,
    versions: versions.items.map((item) => DataContract.parse(item)),
  });
}
