/** Builds the list of a dataset's chunks, and makes it coarser where it would grow too long. */
import { hash } from 'node:crypto';
import { type Chunk, type ChunkList, MOST_CHUNKS } from '../../contracts/chunks.ts';

export interface ChunkListBuilder {
  add(chunk: Chunk): void;
  list(): ChunkList;
}

/** Memory is bounded by `most` entries, however many chunks there are. */
export function chunkListBuilder(most: number = MOST_CHUNKS): ChunkListBuilder {
  /** Chunks of level n that the next border of n + 1 will join, for each level below that of the list. */
  const waiting: Chunk[][] = [];
  let chunks: Chunk[] = [];

  const raise = (): void => {
    const { closed, open } = joined(chunks, waiting.length + 1);
    waiting.push(open);
    chunks = closed;
  };

  return {
    add(chunk) {
      let next: Chunk | undefined = chunk;
      for (let level = 0; level < waiting.length && next; level++) {
        const group = waiting[level] ?? [];
        group.push(next);
        next = (chunk.border ?? 0) > level ? joinedInto(group.splice(0)) : undefined;
      }
      if (next) chunks.push(next);
      while (chunks.length > most) raise();
    },
    list() {
      // What waits is behind the last border of each level: it is joined upwards into one last chunk.
      let rest: Chunk[] = [];
      for (const group of waiting) {
        const all = [...group, ...rest];
        rest = all.length > 0 ? [joinedInto(all)] : [];
      }
      return { v: 1, algorithm: 'rows-sha256-v2', level: waiting.length, chunks: [...chunks, ...rest] };
    },
  };
}

/** The same chunks at a coarser level. @throws RangeError for a finer one, which cannot be made */
export function atLevel(list: ChunkList, level: number): ChunkList {
  if (level < list.level) throw new RangeError(`chunks of level ${list.level} hold none of level ${level}`);
  let chunks = list.chunks;
  for (let to = list.level + 1; to <= level; to++) {
    const { closed, open } = joined(chunks, to);
    chunks = open.length > 0 ? [...closed, joinedInto(open)] : closed;
  }
  return { ...list, level, chunks };
}

/** Joins chunks up to each border of `level` and more; `open` are those behind the last one. */
function joined(chunks: readonly Chunk[], level: number): { closed: Chunk[]; open: Chunk[] } {
  const closed: Chunk[] = [];
  let open: Chunk[] = [];
  for (const chunk of chunks) {
    open.push(chunk);
    if (chunk.border === undefined || chunk.border < level) continue;
    closed.push(joinedInto(open));
    open = [];
  }
  return { closed, open };
}

/** Also of a single chunk, so that its digest does not depend on how many were joined at once. */
function joinedInto(chunks: readonly Chunk[]): Chunk {
  const last = chunks.at(-1);
  const digest = hash('sha256', Buffer.from(chunks.map(({ digest }) => digest).join(''), 'hex'), 'hex');
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  return { digest, rows, ...(last?.border === undefined ? {} : { border: last.border }) };
}
