/** A Python of its own for each tool we are held against, made when it is first needed and kept in .sluice/peers. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PYTHON, SLUICE_DIR } from '../../../../lib/local/paths.ts';
import { runLeashed } from '../../../../lib/local/process/run.ts';

/** The interpreter, or why there is none: no network, no package for this machine. */
export type Peer = { python: string } | { missing: string };

/** @param requirements as pip takes them, pinned: other ones make the environment anew */
export async function peer(name: string, requirements: readonly string[]): Promise<Peer> {
  const folder = path.join(SLUICE_DIR, 'peers', name);
  const python = path.join(folder, 'bin', 'python');
  const stamp = path.join(folder, 'requirements.txt');
  const wanted = `${requirements.join('\n')}\n`;
  const isMade = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isMade()) return { python };
  mkdirSync(path.dirname(folder), { recursive: true });
  // Made beside its place and moved there whole: another process may be making the same.
  const making = `${folder}.${process.pid}`;
  const made = await make(making, requirements);
  if (made === undefined) writeFileSync(path.join(making, 'requirements.txt'), wanted);
  if (made === undefined && !isMade()) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  }
  rmSync(making, { recursive: true, force: true });
  return made === undefined ? { python } : { missing: `${name} cannot be installed here (${made})` };
}

/** @returns why it could not be made */
async function make(folder: string, requirements: readonly string[]): Promise<string | undefined> {
  const python = path.join(folder, 'bin', 'python');
  const uv = path.join(path.dirname(PYTHON), 'uv');
  const steps = existsSync(uv)
    ? [
        [uv, 'venv', '--quiet', '--python', PYTHON, folder],
        [uv, 'pip', 'install', '--quiet', '--python', python, ...requirements],
      ]
    : [
        [PYTHON, '-m', 'venv', folder],
        [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements],
      ];
  for (const [command = '', ...args] of steps) {
    const { code, output } = await runLeashed(command, args, { env: process.env });
    if (code !== 0) return output.trim().split('\n').at(-1)?.slice(0, 200) ?? `code ${code}`;
  }
  return undefined;
}
