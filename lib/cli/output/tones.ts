/** State words get a tone; the word itself stays, so nothing is said by colour alone. */
import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'dim';

export interface Span {
  text: string;
  tone?: Tone;
}

const TONES: Readonly<Record<string, Tone>> = {
  OK: 'good',
  ALARM: 'bad',
  'ROLLED BACK': 'bad',
  INCONCLUSIVE: 'bad',
  FAILED: 'bad',
  'mend:': 'dim',
  '$ ': 'dim',
};
const WORDS = /(^\$ |\bmend:|\b(?:OK|ALARM|ROLLED BACK|INCONCLUSIVE|FAILED)\b)/;

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

const STYLES = { good: 'green', bad: 'red', dim: 'dim' } as const;

/** For a terminal; plain where `stream` is none, or colour is unwanted (NO_COLOR). */
export const painted = (text: string, stream: NodeJS.WritableStream): string =>
  toned(text)
    .map(({ text: part, tone }) => (tone ? styleText(STYLES[tone], part, { stream }) : part))
    .join('');
