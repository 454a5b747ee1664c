/**
 * The chunks of a dataset, stored beside it: which runs of rows are equal in two datasets is told from these lists, without
 * reading the data.
 */
import * as z from 'zod';

/** Entries a stored list has at most; beyond it neighbours are joined at stronger borders. */
export const MOST_CHUNKS = 65_536;

export const Chunk = z.strictObject({
  /** SHA-256 in hex: of the chunk's canonical rows at level 0, of the digests it was joined from above it. */
  digest: z.string().length(64),
  rows: z.number().int().positive(),
  /** How strong the border behind it is: a list of level `n` has only borders of `n` and more. The last chunk has none. */
  border: z.number().int().min(0).max(31).optional(),
});
export type Chunk = z.infer<typeof Chunk>;

/** In the order of the rows: a chunk's first row is the sum of the rows before it. */
export const ChunkList = z.strictObject({
  v: z.literal(1),
  /** What the chunks are parts of: `rows-sha256-v2`. */
  algorithm: z.literal('rows-sha256-v2'),
  /** How often the list was made coarser by half. Lists are compared at the same level. */
  level: z.number().int().min(0).max(32),
  chunks: z.array(Chunk),
});
export type ChunkList = z.infer<typeof ChunkList>;
