/** A Python of its own for each tool we are held against, made when it is first needed and kept in .sluice/peers. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
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
    if (code === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    return { missing: `${name} cannot be installed here (${output.trim().split('\n').at(-1)?.slice(0, 200)})` };
  }
  writeFileSync(stamp, wanted);
  return { python };
}
