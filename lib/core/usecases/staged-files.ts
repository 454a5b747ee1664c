/** Several objects that are written at once and made visible together, or not at all. */
import type { ObjectAddress, Objects, StagedWrite } from '../ports/objects.ts';

export interface StagedFiles<File extends string> {
  /** @param piece may be used again once this resolves */
  write(file: File, piece: string | Uint8Array): Promise<void>;
  /** All of another object, behind what was written. */
  append(file: File, source: ObjectAddress): Promise<void>;
}

/**
 * Completes the files in their order when `write` has returned. When anything fails, those that are not complete yet are
 * aborted, and leave nothing behind.
 *
 * @throws whatever `write` and the store throw; AggregateError when the abort fails as well
 */
export async function writeTogether<File extends string, T>(
  objects: Objects,
  files: readonly File[],
  addressOf: (file: File) => ObjectAddress,
  write: (staged: StagedFiles<File>) => Promise<T>,
): Promise<T> {
  const open = new Map<File, StagedWrite>();
  const encoder = new TextEncoder();
  const opened = (file: File): StagedWrite => {
    const staged = open.get(file);
    if (!staged) throw new Error(`${file} is closed`);
    return staged;
  };

  try {
    for (const file of files) {
      const address = addressOf(file);
      open.set(file, await objects.stage(address, { contentType: typeOf(address) }));
    }
    const written = await write({
      write: (file, piece) => opened(file).write(typeof piece === 'string' ? encoder.encode(piece) : piece),
      append: (file, source) => opened(file).append(source),
    });
    for (const file of files) {
      await opened(file).complete();
      open.delete(file);
    }
    return written;
  } catch (error) {
    await abort([...open.values()], error);
    throw error;
  }
}

/** A failure to clean up must not hide why it was needed. */
async function abort(staged: readonly StagedWrite[], cause: unknown): Promise<void> {
  const results = await Promise.allSettled(staged.map((each) => each.abort()));
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failed.length > 0) throw new AggregateError([cause, ...failed], 'staged files could not be aborted');
}

const typeOf = ({ key }: ObjectAddress): string => (key.endsWith('.json') ? 'application/json' : 'text/csv');
