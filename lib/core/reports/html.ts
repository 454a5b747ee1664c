/** HTML that is escaped by construction: what a template is filled with is text, unless it is HTML made here. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Filling = Html | string | number | undefined | false | readonly Html[];

/** `html\`<b>${name}</b>\``: strings and numbers are escaped, HTML is kept, undefined and false leave nothing. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  let text = parts[0] ?? '';
  for (const [i, filling] of fillings.entries()) text += fill(filling) + (parts[i + 1] ?? '');
  return new Html(text);
}

export const joined = (parts: readonly Html[], separator = ''): Html =>
  new Html(parts.map(({ text }) => text).join(separator));

function fill(filling: Filling): string {
  if (filling === undefined || filling === false) return '';
  if (filling instanceof Html) return filling.text;
  if (typeof filling === 'object') return joined(filling).text;
  return escaped(String(filling));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Names come from users: no markup, no control characters, none that turn the direction of writing. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/** Cut to a width in letters; those of East Asia take two. */
export function clipped(text: string, width: number): string {
  let taken = '';
  let used = 0;
  // Nobody needs the rest, and looking at megabytes is work.
  for (const letter of text.slice(0, 4 * width).toWellFormed()) {
    used += (letter.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
    if (used > width) return `${taken.trimEnd()}\u2026`;
    taken += letter;
  }
  return taken.length < text.length ? `${taken}\u2026` : taken;
}
