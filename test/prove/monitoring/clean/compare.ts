/** Two sets of rows compared as `sluice drift compare` compares two files: written, read and judged. */
import { formats } from '../../../../lib/adapters/formats/formats.ts';
import { openTable } from '../../../../lib/core/data/readers/open-table.ts';
import { csvWriter } from '../../../../lib/core/data/write-csv.ts';
import { compareSets } from '../../../../lib/core/drift/compare/compare-sets.ts';
import type { DriftComparison } from '../../../../lib/core/drift/compare/document.ts';
import { readSet } from '../../../../lib/core/drift/compare/read-set.ts';
import type { ByteSource } from '../../../../lib/core/ports/byte-source.ts';
import type { Pair } from './tables.ts';

export async function compared({ header, before, now }: Pair): Promise<DriftComparison> {
  const was = await readSet('before', opened(header, before), {});
  return compareSets(was, await readSet('now', opened(header, now), { like: was.types }));
}

function opened(header: readonly string[], rows: readonly (readonly string[])[]) {
  const writer = csvWriter();
  const bytes = Buffer.from([header, ...rows].map((row) => writer.line(row)).join(''));
  const source: ByteSource = {
    size: bytes.length,
    stream: (range) => oneOf(range ? bytes.subarray(range.from, range.to) : bytes),
  };
  return () => openTable(source, formats);
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export const changedColumns = ({ columns }: DriftComparison): string[] =>
  columns.filter(({ state }) => state === 'changed').map(({ column }) => column);
