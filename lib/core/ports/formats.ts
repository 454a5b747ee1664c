/** Formats whose decoding is not ours: what the core reads, unpacked. */
import type { ByteSource } from './byte-source.ts';
import type { ParquetFile } from './parquet.ts';

export interface Formats {
  /**
   * The bytes inside a gzip archive, as they arrive; memory stays flat. Several archives one behind the other are one.
   *
   * @throws BrokenArchive, and whatever the source throws
   */
  gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Reads the columns and row groups of a file. @throws BrokenParquet, and whatever the source throws */
  parquet(source: ByteSource): Promise<ParquetFile>;
}

export class BrokenArchive extends Error {
  override readonly name = 'BrokenArchive';
  /** The archive ends before what it holds does. */
  readonly cut: boolean;
  constructor(cut: boolean, options?: ErrorOptions) {
    super(cut ? 'the archive ends too early' : 'the archive is broken', options);
    this.cut = cut;
  }
}
