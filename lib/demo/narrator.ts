/** How the demo talks: a heading a part, a line a step with the time since the start, the command that would do the same. */
import { painter } from '../cli/output/tones.ts';

export interface Narrator {
  part(title: string): void;
  /** The command a person would type. */
  command(text: string): void;
  step(text: string): void;
  /** What was proved. */
  ok(text: string): void;
  /** A failure that is part of the story. */
  intended(text: string): void;
  /** Lines that belong to the step before, as a table. */
  block(text: string): void;
  /** Seconds of each part so far. */
  times(): { title: string; seconds: number }[];
}

export function narrator(write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)): Narrator {
  const paint = painter('auto', process.stdout);
  const began = performance.now();
  const parts: { title: string; from: number }[] = [];
  const line = (mark: string, text: string): void =>
    write(
      `${paint(((performance.now() - began) / 1000).toFixed(1).padStart(6), 'dim')}  ${mark} ${text.replaceAll('\n', `\n${' '.repeat(11)}`)}`,
    );
  return {
    part: (title) => {
      parts.push({ title, from: performance.now() });
      write(`\n${parts.length}. ${title}`);
    },
    command: (text) => write(paint(`        $ ${text}`, 'dim')),
    step: (text) => line('  ', text),
    ok: (text) => line(paint('ok', 'good'), text),
    intended: (text) => line(paint('!!', 'bad'), `${text} ${paint('(intended)', 'dim')}`),
    block: (text) => write(text.replaceAll(/^/gm, '          ')),
    times: () =>
      parts.map(({ title, from }, i) => ({
        title,
        seconds: ((parts[i + 1]?.from ?? performance.now()) - from) / 1000,
      })),
  };
}
