/** The digest of a table as the platform takes it of an upload: read from its bytes, under its contract. */
import { parseManifest } from '../../../../lib/core/contracts/manifest/parse.ts';
import type { DatasetSchema } from '../../../../lib/core/contracts/schema.ts';
import { contractOf } from '../../../../lib/core/data/contract.ts';
import { layoutOf } from '../../../../lib/core/data/header.ts';
import { rowsDigest } from '../../../../lib/core/data/identity/rows-digest.ts';
import { readRows } from '../../../../lib/core/data/read-rows.ts';
import { openCsv } from '../../../../lib/core/data/readers/csv.ts';
import { csvOf, type Table } from './table.ts';

/** @throws Error when rows are set aside: then the case is none */
export async function digestOf(table: Table): Promise<string> {
  const manifest = manifestOf(table);
  const known: DatasetSchema = {
    v: 1,
    task: 'regression',
    columns: table.columns.filter(({ name }) => name !== 'target' && name !== 'id'),
    target: { name: 'target', type: 'number' },
    ...(table.hasId ? { id: 'id' } : {}),
  };
  const file = await openCsv(bytesOf(csvOf(table)));
  const layout = layoutOf(file.header, manifest, known);
  const contract = contractOf(manifest, layout, known);
  const digest = rowsDigest(contract.schema);
  const { rejected } = await readRows(file.batches, { manifest, layout, contract }, digest, async () => undefined);
  if (rejected.rows > 0) throw new Error(`${rejected.rows} rows were set aside: ${JSON.stringify(rejected.reasons())}`);
  return digest.finish().digest;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
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
