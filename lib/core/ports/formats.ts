/** Formats whose decoding is not ours: what the core reads, unpacked. */

export interface Formats {
  /**
   * The bytes inside a gzip archive, as they arrive; memory stays flat. Several archives one behind the other are one.
   *
   * @throws BrokenArchive, and whatever the source throws
   */
  gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
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
