/** The digest of a table as the platform takes it of an upload. */
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { memoryObjects } from '../../../../lib/adapters/memory/objects.ts';
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import { checkUpload } from '../../../../lib/core/usecases/check-upload.ts';
import { csvOf, type Table } from './table.ts';

/** @throws Error when the table is refused: then the case is none */
export async function digestOf(table: Table): Promise<string> {
  const manifest = manifestOf(table);
  const features = table.columns.filter(({ name }) => name !== 'target' && name !== 'id');
  const objects = memoryObjects();
  const object = { bucket: 'data', key: 'table.csv' };
  await objects.put(object, csvOf(table));
  const outcome = await checkUpload(
    { objects, formats },
    {
      model: 'm',
      object,
      manifest,
      // Frozen, so that it takes one pass: types are those of the manifest.
      schema: {
        v: 1,
        task: 'regression',
        columns: features,
        target: { name: 'target', type: 'number' },
        ...(table.hasId ? { id: 'id' } : {}),
      },
      output: { bucket: 'artifacts', prefix: '' },
      origin: { run: 'r', author: 'a', file: 'table.csv', checked: '2026-01-01T00:00:00Z', manifestRevision: 1 },
    },
  );
  if (outcome.outcome === 'refused') throw new Error(`refused: ${JSON.stringify(outcome.refusal).slice(0, 500)}`);
  if (outcome.dataset.rejected > 0) throw new Error(`${outcome.dataset.rejected} rows were set aside`);
  return outcome.dataset.digest;
}

function manifestOf({ columns, hasId }: Table) {
  const parsed = parseManifest({
    sluice: 1,
    model: 'm',
    task: 'regression',
    data: {
      target: 'target',
      ...(hasId ? { id: 'id' } : {}),
      columns: Object.fromEntries(
        columns.filter(({ name }) => name !== 'id' && name !== 'target').map(({ name, type }) => [name, { type }]),
      ),
    },
    training: { algorithm: 'xgboost' },
    stages: {},
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}
