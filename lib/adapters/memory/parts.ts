/** Uploads in parts, in memory; counts what is sent. */
import { createHash } from 'node:crypto';
import type { Parts, PartsAddress } from '../../core/ports/parts.ts';

export interface MemoryParts extends Parts {
  /** Bytes that were sent, also those that were lost. */
  readonly bytesSent: number;
  /** Completed objects by key. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Uploads that are neither completed nor aborted. */
  readonly open: number;
}

export function memoryParts(): MemoryParts {
  const uploads = new Map<string, Map<number, Buffer>>();
  const objects = new Map<string, Buffer>();
  let sent = 0;
  let begun = 0;
  const partsOf = ({ id }: PartsAddress): Map<number, Buffer> => {
    const found = uploads.get(id);
    if (!found) throw Object.assign(new Error(`no upload ${id}`), { name: 'NoSuchUpload' });
    return found;
  };
  const tag = (content: Uint8Array): string => `"${createHash('md5').update(content).digest('hex')}"`;
  return {
    get bytesSent() {
      return sent;
    },
    objects,
    get open() {
      return uploads.size;
    },
    async begin({ bucket, key }) {
      begun += 1;
      const id = `upload-${begun}`;
      uploads.set(id, new Map());
      return { bucket, key, id };
    },
    async send(upload, number, content) {
      sent += content.length;
      partsOf(upload).set(number, Buffer.from(content));
      return tag(content);
    },
    async list(upload) {
      const parts = uploads.get(upload.id);
      if (!parts) return undefined;
      return [...parts]
        .sort(([a], [b]) => a - b)
        .map(([number, content]) => ({ number, etag: tag(content), bytes: content.length }));
    },
    async complete(upload, parts) {
      const stored = partsOf(upload);
      const contents = parts.map(({ number, etag }) => {
        const content = stored.get(number);
        if (!content || tag(content) !== etag) throw Object.assign(new Error('no such part'), { name: 'InvalidPart' });
        return content;
      });
      objects.set(upload.key, Buffer.concat(contents));
      uploads.delete(upload.id);
    },
    async abort({ id }) {
      uploads.delete(id);
    },
  };
}
