/** Parquet by hyparquet, which is JavaScript and reads by ranges: a column of a row group at a time. */
import { type FileMetaData, parquetMetadataAsync, parquetRead, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ByteSource } from '../../core/ports/byte-source.ts';
import type { Formats } from '../../core/ports/formats.ts';
import { BrokenParquet, type ParquetValue } from '../../core/ports/parquet.ts';
import { parquetColumn } from './parquet-column.ts';

/** A page that says it unpacks to more is not unpacked. */
const MOST_PAGE_BYTES = 256 * 1024 * 1024;

export const parquet: Formats['parquet'] = async (source) => {
  const failures: { source?: unknown } = {};
  const file = {
    byteLength: source.size,
    slice: async (from: number, to = source.size): Promise<ArrayBuffer> => {
      try {
        return await bytesOf(source, from, to);
      } catch (error) {
        failures.source = error;
        throw error;
      }
    },
  };
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      // What the source throws is no fault of the file.
      if (failures.source !== undefined) throw failures.source;
      throw new BrokenParquet(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  const metadata = plain(await read(() => parquetMetadataAsync(file)));
  const { elements, groups } = metadata;
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, { rows }) => sum + rows, 0));
  return {
    columns: elements.map(parquetColumn),
    groups,
    values: (group, column) =>
      read(async () => {
        const found: { at: number; values: ArrayLike<ParquetValue> }[] = [];
        const rowStart = starts[group] ?? 0;
        await parquetRead({
          file,
          metadata: metadata.physical,
          compressors: guarded,
          columns: [elements[column]?.name ?? ''],
          rowStart,
          rowEnd: rowStart + (groups[group]?.rows ?? 0),
          utf8: false,
          parsers: AS_STORED,
          onChunk: ({ columnData, rowStart: at }) => {
            found.push({ at, values: columnData });
          },
        });
        return found.sort((a, b) => a.at - b.at).map(({ values }) => values);
      }),
  };
};

/** Times of 96 bits, the only values that hyparquet converts of its own accord. */
const AS_STORED = { timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds };

const guarded = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, length: number) => {
      if (length > MOST_PAGE_BYTES) throw new Error(`a page of ${length} bytes`);
      return unpack(input, length);
    },
  ]),
);

/** The columns as they are described, and the file without that description, so that values come as they are stored. */
function plain(metadata: FileMetaData) {
  const [root, ...rest] = metadata.schema;
  const elements: SchemaElement[] = [];
  // Depth first, as Parquet lists them: the children of nested columns are passed over.
  for (let at = 0; elements.length < (root?.num_children ?? 0) && at < rest.length; at = behind(rest, at))
    elements.push(rest[at] as SchemaElement);
  return {
    elements,
    groups: metadata.row_groups.map(({ num_rows, columns }) => ({
      rows: Number(num_rows),
      bytes: columns.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0),
    })),
    physical: {
      ...metadata,
      schema: metadata.schema.map(({ converted_type: _, logical_type: __, ...element }) => element),
    },
  };
}

function behind(elements: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (elements[at]?.num_children ?? 0); child++) next = behind(elements, next);
  return next;
}

async function bytesOf(source: ByteSource, from: number, to: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, Math.min(to, source.size) - from));
  let length = 0;
  if (bytes.length > 0)
    for await (const part of await source.stream({ from, to: from + bytes.length })) {
      bytes.set(part, length);
      length += part.length;
    }
  if (length < bytes.length) throw new Error(`${length} of ${bytes.length} bytes came`);
  return bytes.buffer;
}
