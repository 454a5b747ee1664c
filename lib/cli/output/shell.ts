/** A word as a shell takes it back: quoted where it must be. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A command line that can be pasted. */
export const shellLine = (...words: readonly string[]): string => words.map(shellWord).join(' ');
