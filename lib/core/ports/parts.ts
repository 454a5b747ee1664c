/** An object that is sent in parts and becomes visible when it is completed: what S3 calls a multipart upload. */

/** One such upload. */
export interface PartsAddress {
  bucket: string;
  key: string;
  /** Given by the store. */
  id: string;
}

export interface StoredPart {
  /** From 1, as the parts follow each other. */
  number: number;
  etag: string;
  bytes: number;
}

export interface Parts {
  begin(address: { bucket: string; key: string }): Promise<PartsAddress>;
  /** @returns the part's tag */
  send(upload: PartsAddress, number: number, content: Uint8Array): Promise<string>;
  /** What is stored so far; undefined when the store knows the upload no more. */
  list(upload: PartsAddress): Promise<StoredPart[] | undefined>;
  complete(upload: PartsAddress, parts: readonly { number: number; etag: string }[]): Promise<void>;
  /** Lets go of what was stored. Nothing to do for an upload that is gone is no error. */
  abort(upload: PartsAddress): Promise<void>;
}
