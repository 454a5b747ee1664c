/** Time in a ULID: its first ten characters are milliseconds since 1970 in Crockford's base 32. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const ulidTime = (ulid: string): number =>
  [...ulid.slice(0, 10)].reduce((time, character) => time * 32 + CROCKFORD.indexOf(character), 0);
