/** Questions on a terminal, on stderr. The library is loaded when something is asked. */
import process from 'node:process';
import type { Asker } from '../confirm.ts';

/** @returns undefined where nobody can answer: no terminal, or a build */
export function terminalAsker(): Asker | undefined {
  const terminal = process.stdin.isTTY && process.stderr.isTTY && !process.env['CI'];
  if (!terminal) return undefined;
  const output = process.stderr;
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
