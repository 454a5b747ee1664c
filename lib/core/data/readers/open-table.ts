/** Opens a file of rows of any format Sluice reads: found from its first bytes, never from its name. */
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Formats } from '../../ports/formats.ts';
import { openCsv } from './csv.ts';
import { formatOf, TELLING_BYTES } from './format.ts';
import { openJsonLines } from './json-lines.ts';
import { openParquet } from './parquet.ts';
import { type Peeked, peek } from './peek.ts';
import type { TableFile } from './table-file.ts';
import { UNPACK_LIMITS, type UnpackLimits, unpacked } from './unpack.ts';
import { UnreadableFile } from './unreadable-file.ts';

/**
 * Reads the header and stands before the rows.
 *
 * @throws UnreadableFile; whatever the source throws
 */
export async function openTable(
  source: ByteSource,
  formats: Formats,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<TableFile> {
  const outer = await peek(await source.stream(), TELLING_BYTES);
  const format = formatOf(outer.head);
  if (format === 'parquet') {
    // It is read from its end.
    await outer.close();
    return openParquet(source, formats);
  }
  if (format !== 'gzip') return openText(outer);
  return openText(await peek(unpacked(formats, outer.whole, limits), TELLING_BYTES));
}

async function openText({ head, whole, close }: Peeked): Promise<TableFile> {
  switch (formatOf(head)) {
    case 'json-lines':
      return openJsonLines(whole);
    case 'json-array':
      await close();
      throw new UnreadableFile(
        'foreign',
        'the file is a JSON array, not JSON Lines',
        "write one object a line (jq -c '.[]')",
      );
    default:
      return { format: 'csv', ...(await openCsv(whole)) };
  }
}
