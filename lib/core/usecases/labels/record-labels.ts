/** Keeps labels that came after their predictions. Nothing is joined here: a label may come before its capture does. */
import type { LabelsAnswer, LabelsRequest } from '../../contracts/api.ts';
import { postedLabelsKey } from '../../contracts/locations.ts';
import { type FieldError, Problem } from '../../contracts/problems.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import { wrongLabel } from '../../performance/label-check.ts';
import { type Label, labelsText } from '../../performance/labels.ts';
import type { Ids } from '../../ports/clock.ts';
import { type ReadContractPorts, readContract } from '../check/read-contract.ts';

export interface RecordLabelsPorts extends ReadContractPorts {
  ids: Ids;
  dataBucket: string;
}

/** Faults told at once. */
const MOST_FAULTS = 20;

/**
 * Sent again, labels count once; another label of the same row replaces the one before.
 * @throws Problem unknown-model, unknown-contract, invalid-request
 */
export async function recordLabels(
  ports: RecordLabelsPorts,
  model: string,
  { labels }: LabelsRequest,
): Promise<LabelsAnswer> {
  const { schema } = await readContract(ports, model);
  const found: Label[] = labels.map(({ inferenceId, row = 1, label }) => ({
    inferenceId,
    row,
    label: String(label).trim(),
  }));
  const errors = faultsOf(found, schema);
  const [first] = errors;
  if (first)
    throw new Problem('invalid-request', `${first.pointer}: ${first.detail}`, { errors: errors.slice(0, MOST_FAULTS) });
  const key = postedLabelsKey(model, ports.ids.ulid());
  await ports.objects.put({ bucket: ports.dataBucket, key }, labelsText(found), { contentType: 'text/csv' });
  return { model, labels: found.length, key };
}

function faultsOf(labels: readonly Label[], schema: DatasetSchema): FieldError[] {
  const said = new Map<string, string>();
  return labels.flatMap(({ inferenceId, row, label }, index) => {
    const pointer = `#/labels/${index}`;
    const name = `${inferenceId} ${row}`;
    const before = said.get(name);
    said.set(name, label);
    if (before !== undefined && before !== label)
      return [{ pointer, detail: `the same row has another label further up`, mend: 'send the right one of both' }];
    const wrong = wrongLabel({ inferenceId, row, label }, schema);
    return wrong ? [{ pointer: `${pointer}/label`, detail: wrong.fault, mend: wrong.mend }] : [];
  });
}
