const MOST_NAME = 128;

/** A file's name as a key takes it: blanks and the like become hyphens. */
export function keyName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return plain.slice(-MOST_NAME).replace(/^[^A-Za-z0-9]+/, '') || 'data.csv';
}
