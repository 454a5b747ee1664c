/** stdout is the answer, stderr the talk. With `--json` stdout is one JSON document (JSON Lines while watching). */
import { styleText } from 'node:util';

export interface Console {
  readonly json: boolean;
  /** The answer, for people. Silent with --json. */
  print(text: string): void;
  /** The answer, for programs. Silent without --json. */
  document(value: unknown): void;
  /** Progress and remarks, on stderr. */
  say(text: string): void;
}

export function terminalConsole(json: boolean): Console {
  return {
    json,
    print: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    document: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    say: (text) => {
      process.stderr.write(`${text}\n`);
    },
  };
}

export const good = (text: string): string => styleText('green', text, { stream: process.stdout });
export const bad = (text: string): string => styleText('red', text, { stream: process.stdout });
export const dim = (text: string): string => styleText('dim', text, { stream: process.stdout });
