/** The layout of a message: labels in a fixed order, lines of at most 72 characters, at most 1,500 in all. */

export const LINE = 72;
export const BODY = 1500;
const INDENT = 7;

/** What a message says, by label. Strings are wrapped; `rows` are lines of a table, kept as they are. */
export interface Sections {
  what: string;
  now?: string | undefined;
  since?: string | undefined;
  bad?: { text?: string | undefined; rows?: readonly string[] | undefined } | undefined;
  /** Of a failure. */
  why?: string | undefined;
  /** Of a finding: what follows from it. */
  means?: string | undefined;
  who?: string | undefined;
  do: { lead?: string; steps: readonly Step[] };
  more: string;
  where: string;
}

/** Something to do. The command can be pasted: it is never broken without a backslash. */
export interface Step {
  text: string;
  command?: string;
}

/** Labels that may lose lines when a message is too long; the others say what to do and are short. */
const SHRINKABLE = new Set(['BAD', 'WHY', 'MEANS', 'SINCE', 'WHO', 'NOW', 'WHAT']);

/** Lines are broken with LF; the body ends with one. */
export function layOut(sections: Sections): string {
  const blocks: { label: string; lines: string[] }[] = [];
  const add = (label: string, lines: readonly string[]): void => {
    if (lines.length === 0) return;
    const [first = '', ...rest] = lines;
    blocks.push({
      label,
      lines: [label.padEnd(INDENT) + first, ...rest.map((line) => ' '.repeat(INDENT) + line)],
    });
  };
  const wrapped = (text: string | undefined): string[] => (text ? wrap(text, LINE - INDENT) : []);
  add('WHAT', wrapped(sections.what));
  add('NOW', wrapped(sections.now));
  add('SINCE', wrapped(sections.since));
  add('BAD', [
    ...wrapped(sections.bad?.text),
    ...(sections.bad?.rows ?? []).map((row) => row.slice(0, LINE - INDENT).trimEnd()),
  ]);
  add('WHY', wrapped(sections.why));
  add('MEANS', wrapped(sections.means));
  add('WHO', wrapped(sections.who));
  blocks.push({ label: 'DO', lines: layOutSteps(sections.do) });
  add('MORE', wrapped(sections.more));
  add('WHERE', wrapped(sections.where));
  return shrink(blocks);
}

function layOutSteps({ lead, steps }: Sections['do']): string[] {
  const lines = lead ? wrap(lead, LINE - INDENT).map((line, i) => (i === 0 ? 'DO' : '').padEnd(INDENT) + line) : [];
  for (const [i, step] of steps.entries()) {
    const margin = lead ? ' ' : i === 0 ? 'DO ' : '   ';
    const head = `${margin}${i + 1}. `;
    const width = LINE - head.length;
    const content = layOutStep(step, width);
    lines.push(...content.map((line, n) => (n === 0 ? head : ' '.repeat(head.length)) + line));
  }
  return lines;
}

function layOutStep({ text, command }: Step, width: number): string[] {
  if (command === undefined) return wrap(text, width);
  const one = `${text}: ${command}`;
  if (one.length <= width) return [one];
  return [
    ...wrap(`${text}:`, width),
    ...wrap(command, width - 2).map((line, i, all) => (i + 1 < all.length ? `${line} \\` : line)),
  ];
}

/** Breaks at spaces, though not between a number and its %; a word that is longer than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const whole of text.split(/ (?!%)/).filter(Boolean)) {
    let word = whole;
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = word;
  }
  if (line !== '') lines.push(line);
  return lines;
}

function shrink(blocks: readonly { label: string; lines: string[] }[]): string {
  const text = (): string => `${blocks.flatMap((block) => block.lines).join('\n')}\n`;
  while (text().length > BODY) {
    const longest = blocks
      .filter((block) => SHRINKABLE.has(block.label) && block.lines.length > 1)
      .reduce<{ lines: string[] } | undefined>((a, b) => (a && a.lines.length >= b.lines.length ? a : b), undefined);
    // Every part is clipped before it comes here, so the one-line rest always fits.
    if (!longest)
      return `${text()
        .slice(0, BODY - 1)
        .trimEnd()}\n`;
    longest.lines.pop();
    const last = longest.lines.at(-1) ?? '';
    if (!last.endsWith(' ...')) longest.lines[longest.lines.length - 1] = `${last.slice(0, LINE - 4)} ...`;
  }
  return text();
}
