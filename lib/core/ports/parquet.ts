/** A Parquet file taken apart: its columns, and their values as they are stored. What the values mean is the core's. */

/** What the values of a column are, once they are read. */
export type ParquetKind =
  /** Booleans; numbers, or bigints where 32 bits are too few. */
  | 'boolean'
  | 'integer'
  | 'unsigned'
  /** Numbers of 64 bits, of 32, and bytes of 16. */
  | 'double'
  | 'float'
  | 'half'
  /** Whole numbers (or their bytes, the first one first) with `scale` digits behind the point. */
  | 'decimal'
  /** Days since 1970. */
  | 'date'
  /** Whole numbers with `scale` digits of a second, since midnight or since 1970. */
  | 'time'
  | 'timestamp'
  /** Bytes. */
  | 'uuid'
  | 'text';

export interface ParquetColumn {
  name: string;
  /** Or what it is instead, in words: nothing a row of cells can hold. */
  kind: ParquetKind | { unsupported: string };
  scale: number;
}

export type ParquetValue = boolean | number | bigint | Uint8Array | null | undefined;

export interface ParquetRowGroup {
  rows: number;
  /** Of its columns, unpacked, as the file says. */
  bytes: number;
}

export interface ParquetFile {
  columns: readonly ParquetColumn[];
  groups: readonly ParquetRowGroup[];
  /** The values of a column in a row group, in pieces, one for each row; null where there is none. @throws BrokenParquet */
  values(group: number, column: number): Promise<ArrayLike<ParquetValue>[]>;
}

export class BrokenParquet extends Error {
  override readonly name = 'BrokenParquet';
}
