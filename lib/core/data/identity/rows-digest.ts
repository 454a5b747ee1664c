/**
 * The digest of a dataset: what was accepted, whatever the files looked like that brought it.
 *
 * SHA-256 of the schema (canonical JSON, columns by name) and LF, of the SHA-256 of each chunk of canonical rows in their
 * order, of LF and the number of rows. Chunks end where their content says (borders.ts), so ranges of a dataset can be
 * digested side by side and joined to the same value (range-digest.ts).
 */
import { createHash, type Hash, hash } from 'node:crypto';
import type { Chunk, ChunkList } from '../../contracts/chunks.ts';
import { canonicalJson } from '../../contracts/digest.ts';
import type { DatasetSchema } from '../../contracts/schema.ts';
import { nameOrder } from '../canonical-rows.ts';
import { type BorderState, type Borders, borders } from './borders.ts';
import { chunkListBuilder } from './chunk-list.ts';

export interface DatasetIdentity {
  /** `rows-sha256-v2:<hex>` */
  digest: string;
  chunks: ChunkList;
}

export interface RowsDigest {
  /**
   * Takes canonical rows in the order of the file. How they are cut into calls makes no difference.
   * @param bytes rows side by side from 0 on @see canonicalRows
   * @param ends behind each row, in `bytes`
   */
  add(bytes: Buffer, ends: Int32Array, rows: number): void;
  /** Ends it. */
  finish(): DatasetIdentity;
}

/** What joins ranges has the chunks within them already. */
export interface JoinedDigest extends RowsDigest {
  /** Chunks behind the rows that were added, which must end with a border; `state` is that behind the last chunk. */
  append(chunks: readonly Chunk[], state: BorderState): void;
}

export function rowsDigest(schema: DatasetSchema): JoinedDigest {
  const dataset = createHash('sha256').update(`${canonicalJson(withoutOrder(schema))}\n`);
  const list = chunkListBuilder();
  let places: Borders = borders();
  let open: Hash | undefined;
  let openRows = 0;
  let total = 0;

  function close(digest: Buffer, border: number | undefined): void {
    dataset.update(digest);
    list.add({ digest: digest.toString('hex'), rows: openRows, ...(border === undefined ? {} : { border }) });
    total += openRows;
    open = undefined;
    openRows = 0;
  }

  return {
    add(bytes, ends, rows) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let from = 0;
      let begun = 0;
      for (let row = 0; row < rows; row++) {
        const to = ends[row] as number;
        const border = places.next(view, from, to);
        from = to;
        openRows += 1;
        if (border < 0) continue;
        const rest = bytes.subarray(begun, to);
        // Most chunks lie in one call: a Hash each would wait for the garbage collector, which does not see how much it holds.
        close(open ? open.update(rest).digest() : hash('sha256', rest, 'buffer'), border);
        begun = to;
      }
      if (begun === from) return;
      open ??= createHash('sha256');
      open.update(bytes.subarray(begun, from));
    },
    append(chunks, state) {
      if (openRows > 0) throw new Error(`${openRows} rows before the chunks end with no border`);
      for (const chunk of chunks) {
        dataset.update(chunk.digest, 'hex');
        list.add(chunk);
        total += chunk.rows;
      }
      places = borders(state);
    },
    finish() {
      if (open) close(open.digest(), undefined);
      return { digest: `rows-sha256-v2:${dataset.update(`\n${total}`).digest('hex')}`, chunks: list.list() };
    },
  };
}

/** Columns by name: in which order a file or the first upload had them is nothing of the data's. */
function withoutOrder(schema: DatasetSchema): DatasetSchema {
  const { ignored } = schema;
  return {
    ...schema,
    columns: nameOrder(schema).flatMap((index) => schema.columns[index] ?? []),
    ...(ignored ? { ignored: [...ignored].sort() } : {}),
  };
}
