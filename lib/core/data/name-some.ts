const MOST = 5;
const LONGEST = 60;

/** Names in a sentence: at most 5, each shortened to 60 characters, then how many more. */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, MOST).map((name) => name.slice(0, LONGEST));
  return names.length > MOST ? `${shown.join(', ')} and ${names.length - MOST} more` : shown.join(', ');
}
