/** The file as a whole cannot be read. The message is one clause. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly reason: 'empty' | 'foreign' | 'archive' | 'parquet' | 'cut' | 'header' | 'quotes';
  readonly mend: string;
  readonly line: number | undefined;
  constructor(reason: UnreadableFile['reason'], message: string, mend: string, line?: number) {
    super(message);
    this.reason = reason;
    this.mend = mend;
    this.line = line;
  }
}
