/** Programs of other people, each as one check: it passes when the program ends with 0. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../../lib/infra/config/root.ts';
import type { Check } from './check.ts';

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a script of node_modules with this Node; both outputs in one text. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

export const toolCheck = (
  title: string,
  mend: string,
  args: readonly string[],
  note?: (output: string) => string,
): Check => ({
  title,
  async run() {
    const [script = '', ...rest] = args;
    const { status, output } = await runNode([path.join('node_modules', script), ...rest]);
    if (status !== 0)
      return { findings: [{ rule: title, at: script.split('/')[0] ?? script, message: output.trim(), mend }] };
    return { findings: [], ...(note ? { note: note(output) } : {}) };
  },
});
