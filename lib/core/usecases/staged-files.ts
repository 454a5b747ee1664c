/** The files of a dataset, written at once and made visible together. */
import { DATASET_FILES } from '../contracts/locations.ts';
import type { ObjectAddress, Objects, StagedWrite } from '../ports/objects.ts';

/** In the order they become visible: the schema last, so that where it lies, all lies. */
const NAMES = [
  'trainFeatures',
  'trainLabels',
  'holdoutFeatures',
  'holdoutLabels',
  'rejects',
  'profile',
  'chunks',
  'schema',
] as const;
export type DatasetFile = (typeof NAMES)[number];

export interface StagedFiles {
  /** @param piece kept until it is stored: it must not change */
  write(file: DatasetFile, piece: string | Uint8Array): Promise<void>;
  /** All of another object, behind what was written. */
  append(file: DatasetFile, source: ObjectAddress): Promise<void>;
  complete(): Promise<void>;
  /** Leaves nothing behind of what is not complete yet. */
  abort(): Promise<void>;
}

/** @throws whatever the store throws; what was begun by then is aborted */
export async function stageFiles(
  objects: Objects,
  { bucket, prefix }: { bucket: string; prefix: string },
): Promise<StagedFiles> {
  const open = new Map<DatasetFile, StagedWrite>();
  const encoder = new TextEncoder();

  async function abort(): Promise<void> {
    const results = await Promise.allSettled([...open.values()].map((staged) => staged.abort()));
    open.clear();
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  try {
    for (const name of NAMES)
      open.set(
        name,
        await objects.stage(
          { bucket, key: `${prefix}${DATASET_FILES[name]}` },
          { contentType: DATASET_FILES[name].endsWith('.json') ? 'application/json' : 'text/csv' },
        ),
      );
  } catch (error) {
    await abort();
    throw error;
  }

  function opened(file: DatasetFile): StagedWrite {
    const staged = open.get(file);
    if (!staged) throw new Error(`${file} is closed`);
    return staged;
  }

  return {
    append: (file, source) => opened(file).append(source),
    async write(file, piece) {
      await opened(file).write(typeof piece === 'string' ? encoder.encode(piece) : piece);
    },
    async complete() {
      for (const name of NAMES) {
        await open.get(name)?.complete();
        open.delete(name);
      }
    },
    abort,
  };
}
