/** Python's csv module, for many files at once: its process costs more than its reading. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PYTHON } from '../../../../lib/local/paths.ts';
import type { Compared } from './compare.ts';

type Readable = Compared['readable'];

/** @returns for each file what contradicts us, where something does */
export function heldByPython(files: readonly Readable[]): (string | undefined)[] {
  const input = files.map(({ bytes, delimiter }) => JSON.stringify({ delimiter, bytes: bytes.toString('base64') }));
  const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(import.meta.dirname, 'python_csv.py')], {
    input: `${input.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  if (status !== 0) throw new Error(`python_csv.py ended with ${status}: ${stderr.slice(-1000)}`);
  const lines = stdout.trimEnd().split('\n');
  return files.map(({ rows }, index) => {
    const theirs: unknown = JSON.parse(lines[index] ?? 'null');
    return isDeepStrictEqual(theirs, rows) ? undefined : `Python's csv reads ${JSON.stringify(theirs)?.slice(0, 300)}`;
  });
}
