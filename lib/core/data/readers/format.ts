/** The format of a file, by its first bytes. */
import type { TableFormat } from './table-file.ts';
import { behindMark } from './text-bytes.ts';

/** So many bytes tell the format, if white space does not fill them. */
export const TELLING_BYTES = 4096;

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** Anything that is no other format is taken for CSV, whose reader says what it is if it knows it. */
export function formatOf(head: Uint8Array): TableFormat | 'gzip' | 'json-array' {
  if (startsWith(head, 0x1f, 0x8b)) return 'gzip';
  // The magic is letters only, as the name of a column may be; behind it comes a header in Thrift, whose first byte is fixed.
  if (startsWith(head, 0x50, 0x41, 0x52, 0x31, 0x15)) return 'parquet';
  const text = new TextDecoder('latin1').decode(head.subarray(behindMark(head), TELLING_BYTES));
  if (/^\s*\{/.test(text)) return 'json-lines';
  return /^\s*\[\s*[[{]/.test(text) ? 'json-array' : 'csv';
}
