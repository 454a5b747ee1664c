/** A page's cursor: where the last page ended. Opaque to callers; it holds a sort key, never a partition. */
export const encodeCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');
export const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');

/** Whether a cursor that came from outside is one of ours, for keys below `prefix`: DynamoDB refuses a start outside of them. */
export function isCursorBelow(cursor: string, prefix: string): boolean {
  const key = decodeCursor(cursor);
  return key.startsWith(prefix) && encodeCursor(key) === cursor;
}
