/** A page's cursor: where the last page ended. Opaque to callers; it holds a sort key, never a partition. */
export const encodeCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');
export const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');
