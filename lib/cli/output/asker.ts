/** Questions on a terminal, on stderr. The library is loaded when something is asked. */
import process from 'node:process';
import type { Asker } from '../confirm.ts';

const DEFAULT_COLUMNS = 80;

/** @returns undefined where nobody can answer: no terminal, or a build */
export function terminalAsker(): Asker | undefined {
  const terminal = process.stdin.isTTY && process.stderr.isTTY && !process.env['CI'];
  if (!terminal) return undefined;
  const output = process.stderr;
  // Some terminals do not tell their width, and the library would put one letter in a line.
  if (!output.columns) output.columns = DEFAULT_COLUMNS;
  return {
    yesOrNo: async (message) => {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ message, initialValue: false, output });
      return isCancel(answer) ? undefined : answer;
    },
    text: async (message, initialValue = '') => {
      const { text, isCancel } = await import('@clack/prompts');
      const answer = await text({ message, initialValue, output });
      return isCancel(answer) ? undefined : answer;
    },
  };
}
