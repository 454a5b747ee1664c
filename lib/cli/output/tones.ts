/** State words get a tone; the word itself stays, so nothing is said by colour alone. */
import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'dim';

export interface Span {
  text: string;
  tone?: Tone;
}

/** Capital words within running text; a word in a column of states has its tone from `stateTone`. */
const TONES: Readonly<Record<string, Tone>> = {
  OK: 'good',
  ALARM: 'bad',
  'ROLLED BACK': 'bad',
  INCONCLUSIVE: 'bad',
  FAILED: 'bad',
  FAIL: 'bad',
  'mend:': 'dim',
  '$ ': 'dim',
};
const WORDS = /(^\$ |\bmend:|\b(?:OK|ALARM|ROLLED BACK|INCONCLUSIVE|FAILED|FAIL)\b)/;

/** Splits a text at its state words. The parts joined are the text. */
export function toned(text: string): Span[] {
  return text
    .split(WORDS)
    .filter((part) => part !== '')
    .map((part) => {
      const tone = TONES[part];
      return tone ? { text: part, tone } : { text: part };
    });
}

const GOOD: ReadonlySet<string> = new Set([
  'registered',
  'linked',
  'live',
  'approved',
  'used',
  'met',
  'ok',
  'no-drift',
]);
const BAD: ReadonlySet<string> = new Set([
  'failed',
  'refused',
  'rejected',
  'expired',
  'rolled-back',
  'inconclusive',
  'not-met',
  'drift',
]);

/** Tone of a state as the API writes it. */
export function stateTone(state: string): Tone | undefined {
  if (GOOD.has(state)) return 'good';
  return BAD.has(state) ? 'bad' : undefined;
}

/** `auto`: as the stream, NO_COLOR and FORCE_COLOR have it. */
export const COLOUR_MODES = ['auto', 'always', 'never'] as const;
export type ColourMode = (typeof COLOUR_MODES)[number];

/** Gives a text its tone, or leaves it plain. */
export type Paint = (text: string, tone: Tone) => string;

const STYLES = { good: 'green', bad: 'red', dim: 'dim' } as const;

export function painter(mode: ColourMode, stream: NodeJS.WritableStream): Paint {
  if (mode === 'never') return (text) => text;
  return (text, tone) => styleText(STYLES[tone], text, { stream, validateStream: mode === 'auto' });
}

/** A text with its state words in their tones. */
export const painted = (text: string, paint: Paint): string =>
  toned(text)
    .map(({ text: part, tone }) => (tone ? paint(part, tone) : part))
    .join('');
