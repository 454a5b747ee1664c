/** A terminal as a picture: one SVG without script, font file or request, for light and dark surroundings. */
import { printable } from './text.ts';
import type { Span, Tone } from './tones.ts';

export interface Picture {
  /** What there is to see, in a sentence: for those who cannot see it. */
  title: string;
  /** One line of the terminal each; a line is not wrapped. */
  lines: readonly (readonly Span[])[];
}

/** Pixels. Every text is stretched to whole characters, so columns stand in any monospace font. */
const FONT = 14;
const CHARACTER = 8.4;
const LINE = 21;
const MARGIN = 18;
const FAMILY = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

/** Light and dark; text has a contrast of at least 4.5 to 1 on its ground. */
const COLOURS = {
  ground: ['#f6f8fa', '#0d1117'],
  frame: ['#d0d7de', '#30363d'],
  plain: ['#1f2328', '#e6edf3'],
  good: ['#1a7f37', '#56d364'],
  bad: ['#b3261e', '#ff8a80'],
  dim: ['#57606a', '#9aa4ad'],
} as const;

const escaped = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const px = (value: number): string => String(Number(value.toFixed(1)));

/** @returns the SVG document; equal input gives equal text */
export function renderTerminal({ title, lines }: Picture): string {
  const columns = Math.max(1, ...lines.map((line) => line.reduce((sum, { text }) => sum + text.length, 0)));
  const width = Math.ceil(columns * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<style>
${rules(0)}
@media (prefers-color-scheme: dark) {
${rules(1)}
}
</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${COLOURS.ground[0]}" stroke="${COLOURS.frame[0]}"/>
<g font-family="${escaped(FAMILY)}" font-size="${FONT}" xml:space="preserve">
${lines.flatMap((line, row) => drawLine(line, MARGIN + row * LINE + FONT)).join('\n')}
</g>
</svg>
`;
}

function rules(scheme: 0 | 1): string {
  const tones = (['plain', 'good', 'bad', 'dim'] as const).map((tone) => `.${tone} { fill: ${COLOURS[tone][scheme]} }`);
  return [`.ground { fill: ${COLOURS.ground[scheme]}; stroke: ${COLOURS.frame[scheme]} }`, ...tones].join('\n');
}

/** Words that two or more blanks part are drawn on their own, each at its column. */
function drawLine(line: readonly Span[], y: number): string[] {
  const drawn: string[] = [];
  let column = 0;
  for (const { text, tone } of line) {
    for (const { 0: words, index } of text.matchAll(/\S+(?: \S+)*/g))
      drawn.push(drawWords(words, column + index, y, tone));
    column += text.length;
  }
  return drawn;
}

/** The colour stands in an attribute too, for where styles are stripped. */
function drawWords(words: string, column: number, y: number, tone: Tone | 'plain' = 'plain'): string {
  const weight = tone === 'bad' ? ' font-weight="bold"' : '';
  return `<text class="${tone}" x="${px(MARGIN + column * CHARACTER)}" y="${px(y)}" textLength="${px(words.length * CHARACTER)}" fill="${COLOURS[tone][0]}"${weight}>${escaped(words)}</text>`;
}
