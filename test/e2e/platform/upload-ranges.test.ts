/** An upload above the limit of one function goes through the Distributed Map, and is the dataset one pass makes of it. */
import { ListExecutionsCommand, ListMapRunsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { parseManifestYaml } from '../../../lib/core/contracts/manifest/yaml.ts';
import { checkUpload } from '../../../lib/core/usecases/check/check-upload.ts';
import { applyYaml, modelName, seeded, session, uploadCsv } from './_journey.ts';

const manifestOf = (model: string): string => `sluice: 1
model: ${model}
task: binary-classification
data:
  target: left
  id: customer
  ignore: [note]
training:
  algorithm: xgboost
  hyperparameters: { maxDepth: 3, rounds: 20 }
evaluation:
  gates: ["auc >= 0.6"]
stages:
  production: {}
`;

/** Rows with notes of many lines, quotes and delimiters; some cannot be used. */
function customers(rows: number): string {
  const random = seeded(7);
  const lines = Array.from({ length: rows }, (_, i) => {
    const months = Math.floor(random() * 60);
    const note = `"${'said ""no"",\r\nthen, ""perhaps""\n'.repeat(Math.floor(random() * 40))}"`;
    const end = i % 7 === 0 ? '\r\n' : '\n';
    return `c${i},${i % 400 === 9 ? 'new' : months},${note},${random() < 0.9 - months / 80 ? 'yes' : 'no'}${end}`;
  });
  return `customer,months,note,left\n${lines.join('')}`;
}

it('takes a large file through its ranges to the same dataset as one pass', async () => {
  const open = await session();
  const model = modelName('large');
  await applyYaml(open, manifestOf(model));
  const text = customers(1200);
  expect(Buffer.byteLength(text)).toBeGreaterThan(600_000);
  const { upload, run } = await uploadCsv(open, model, text);
  expect({ ...run, refusal: upload.refusal }).toMatchObject({ state: 'registered', version: 1, refusal: undefined });

  const objects = memoryObjects();
  const object = { bucket: 'data', key: 'large.csv' };
  await objects.put(object, text);
  const parsed = parseManifestYaml(manifestOf(model));
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const outcome = await checkUpload(
    { objects, formats },
    {
      model,
      object,
      manifest: parsed.manifest,
      output: { bucket: 'out', prefix: '' },
      origin: { run: '1', author: 'anna', file: 'large.csv', checked: '2026-03-02T08:00:00.000Z', manifestRevision: 1 },
    },
  );
  expect(outcome).toMatchObject({ outcome: 'accepted', dataset: { rejected: 3 } });
  expect(outcome).toMatchObject({ dataset: { digest: run?.dataset } });

  const client = new SFNClient(open.admin);
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: open.outputs['training-state-machine'] }),
  );
  const execution = executions.find(({ name }) => name?.startsWith(upload.hash ?? '?'));
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn: execution?.executionArn }));
  expect(mapRuns).toHaveLength(3);
});
