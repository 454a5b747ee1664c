/** The digest of a dataset: what was accepted, whatever the file looked like that brought it. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/digest.ts';
import type { DatasetSchema } from '../contracts/schema.ts';
import { nameOrder } from './canonical-row.ts';

export interface RowsDigest {
  /** Canonical rows in the order of the file, joined or one by one: it makes no difference. @see canonicalRows */
  add(rows: string): void;
  /** `rows-sha256-v1:<hex>`. Ends it. */
  finish(): string;
}

/**
 * SHA-256 of the schema (canonical JSON, columns by name) and LF, then of the canonical rows as UTF-8. Every row has as
 * many netstrings as the schema says, so the text has one reading only.
 */
export function rowsDigest(schema: DatasetSchema): RowsDigest {
  const columns = nameOrder(schema).map((index) => schema.columns[index]);
  const hash = createHash('sha256').update(`${canonicalJson({ ...schema, columns })}\n`);
  return {
    add(rows) {
      hash.update(rows, 'utf8');
    },
    finish: () => `rows-sha256-v1:${hash.digest('hex')}`,
  };
}
