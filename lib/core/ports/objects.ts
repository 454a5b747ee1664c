/** Objects in S3, as the use cases need them: streams, conditional puts, and writes that become visible only when completed. */
export interface ObjectAddress {
  bucket: string;
  key: string;
  /** Absent: the newest version. */
  versionId?: string;
}

/** Bytes `[from, to)` of an object. */
export interface ByteRange {
  from: number;
  to: number;
}

export interface ObjectInfo {
  size: number;
  etag: string;
  versionId?: string;
  lastModified: Date;
}

export interface ListedObject {
  key: string;
  size: number;
  /** As `head` tells it. */
  etag: string;
  lastModified: Date;
}

/** A write that is invisible until `complete`; `abort` leaves nothing behind. Both may be called once, `abort` also after a failure. */
export interface StagedWrite {
  /** @param chunk may be used again once this resolves */
  write(chunk: Uint8Array): Promise<void>;
  /** All bytes of another object. Large ones are copied by the store, and do not pass through here. @throws ObjectNotFound */
  append(source: ObjectAddress): Promise<void>;
  complete(): Promise<void>;
  abort(): Promise<void>;
}

export interface Objects {
  /** @throws ObjectNotFound */
  head(address: ObjectAddress): Promise<ObjectInfo>;
  /** The bytes as they arrive, all or those of a range within the object; memory stays flat. @throws ObjectNotFound */
  stream(address: ObjectAddress, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
  /** A small object as text (UTF-8). @throws ObjectNotFound */
  text(address: ObjectAddress): Promise<string>;
  put(address: ObjectAddress, body: string | Uint8Array, options?: { contentType?: string }): Promise<void>;
  /** One that is not there is fine. Whether versions of it stay is the bucket's to say. */
  remove(address: ObjectAddress): Promise<void>;
  stage(address: ObjectAddress, options?: { contentType?: string }): Promise<StagedWrite>;
  /** Keys below a prefix in byte order, page by page. `startAfter` is exclusive. */
  list(bucket: string, prefix: string, options?: { startAfter?: string }): AsyncIterable<ListedObject>;
  /** A URL that allows one PUT of this key until `expiresSeconds` have passed. `sha256` (base64) binds the content. */
  presignPut(
    address: ObjectAddress,
    options: { expiresSeconds: number; sha256?: string; contentType?: string },
  ): Promise<{ url: string; headers: Record<string, string> }>;
}

export class ObjectNotFound extends Error {
  override readonly name = 'ObjectNotFound';
  readonly address: ObjectAddress;
  constructor(address: ObjectAddress) {
    super(`no object at s3://${address.bucket}/${address.key}`);
    this.address = address;
  }
}
