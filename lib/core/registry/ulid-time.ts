/** Time in a ULID: its first ten characters are milliseconds since 1970 in Crockford's base 32. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const ulidTime = (ulid: string): number =>
  [...ulid.slice(0, 10)].reduce((time, character) => time * 32 + CROCKFORD.indexOf(character), 0);

/** The first ten characters of a ULID of that time: before every ULID of then and later. @param time milliseconds since 1970 */
export function ulidTimePrefix(time: number): string {
  let prefix = '';
  for (let rest = Math.max(0, time), place = 0; place < 10; place++) {
    prefix = (CROCKFORD[rest % 32] ?? '') + prefix;
    rest = Math.floor(rest / 32);
  }
  return prefix;
}
