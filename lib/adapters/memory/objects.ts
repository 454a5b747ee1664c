/** Objects in memory, for tests: versioned buckets, and staged writes that show only when completed. */
import { createHash } from 'node:crypto';
import {
  type ListedObject,
  type ObjectAddress,
  type ObjectInfo,
  ObjectNotFound,
  type Objects,
  type StagedWrite,
} from '../../core/ports/objects.ts';
import { SortedKeys } from './sorted-keys.ts';

interface Stored {
  body: Uint8Array;
  versionId: string;
  lastModified: Date;
}

export interface MemoryObjects extends Objects {
  /** Newest objects of a bucket as text, by key. */
  dump(bucket: string): Record<string, string>;
  /** Staged writes that are neither completed nor aborted. */
  readonly openWrites: number;
}

/** @param options.chunkBytes how large the pieces of `stream` are. @param options.now stamps `lastModified` */
export function memoryObjects(options: { chunkBytes?: number; now?: () => Date } = {}): MemoryObjects {
  const { chunkBytes = 64 * 1024, now = () => new Date(0) } = options;
  const versions = new Map<string, Stored[]>();
  const buckets = new Map<string, SortedKeys>();
  const path = ({ bucket, key }: ObjectAddress) => `${bucket}\0${key}`;
  let counter = 0;
  let openWrites = 0;

  function find(address: ObjectAddress): Stored {
    const all = versions.get(path(address)) ?? [];
    const found = address.versionId ? all.find(({ versionId }) => versionId === address.versionId) : all.at(-1);
    if (!found) throw new ObjectNotFound(address);
    return found;
  }

  function store(address: ObjectAddress, body: Uint8Array): void {
    counter += 1;
    const all = versions.get(path(address)) ?? [];
    all.push({ body: Uint8Array.from(body), versionId: `v${counter}`, lastModified: now() });
    versions.set(path(address), all);
    const keys = buckets.get(address.bucket) ?? new SortedKeys();
    keys.add(address.key);
    buckets.set(address.bucket, keys);
  }

  async function* listed(bucket: string, prefix: string, startAfter?: string): AsyncGenerator<ListedObject> {
    for (const key of buckets.get(bucket)?.startingWith(prefix, startAfter) ?? []) {
      const newest = versions.get(path({ bucket, key }))?.at(-1);
      if (newest) yield listedOf(key, newest);
    }
  }

  return {
    async head(address): Promise<ObjectInfo> {
      const { body, versionId, lastModified } = find(address);
      return { size: body.length, etag: etagOf(body), versionId, lastModified };
    },
    async stream(address, range) {
      const { body } = find(address);
      return pieces(range ? body.slice(range.from, range.to) : body, chunkBytes);
    },
    async text(address) {
      return new TextDecoder().decode(find(address).body);
    },
    async put(address, body) {
      store(address, typeof body === 'string' ? new TextEncoder().encode(body) : body);
    },
    async remove(address) {
      versions.delete(path(address));
      buckets.get(address.bucket)?.remove(address.key);
    },
    async stage(address): Promise<StagedWrite> {
      const parts: Uint8Array[] = [];
      let open = true;
      openWrites += 1;
      const close = () => {
        if (!open) throw new Error(`the staged write of ${address.key} is closed already`);
        open = false;
        openWrites -= 1;
      };
      return {
        async write(chunk) {
          if (!open) throw new Error(`the staged write of ${address.key} is closed already`);
          parts.push(Uint8Array.from(chunk));
        },
        async append(source) {
          if (!open) throw new Error(`the staged write of ${address.key} is closed already`);
          parts.push(find(source).body);
        },
        async complete() {
          close();
          store(address, Buffer.concat(parts));
        },
        async abort() {
          close();
        },
      };
    },
    list: (bucket, prefix, { startAfter } = {}) => listed(bucket, prefix, startAfter),
    async presignPut({ bucket, key }, { expiresSeconds, sha256, contentType }) {
      const headers: Record<string, string> = {};
      if (contentType) headers['content-type'] = contentType;
      if (sha256) headers['x-amz-checksum-sha256'] = sha256;
      return { url: `memory://${bucket}/${encodeURI(key)}?expires=${expiresSeconds}`, headers };
    },
    dump: (bucket) =>
      Object.fromEntries(
        [...(buckets.get(bucket)?.startingWith('') ?? [])].map((key) => [
          key,
          new TextDecoder().decode(find({ bucket, key }).body),
        ]),
      ),
    get openWrites() {
      return openWrites;
    },
  };
}

const listedOf = (key: string, { body, lastModified }: Stored): ListedObject => ({
  ...{ key, size: body.length, lastModified },
  // Few who list many ask for it.
  get etag() {
    return etagOf(body);
  },
});

const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

async function* pieces(body: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.length; start += size) yield body.slice(start, start + size);
}
