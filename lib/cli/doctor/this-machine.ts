/** The machine this runs on. */
import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { promisify } from 'node:util';
import { PYTHON, ROOT } from '../../local/paths.ts';
import { isFree } from '../../local/process/ports.ts';
import { chosenTarget } from '../../local/target.ts';
import type { Machine } from './machine.ts';

const run = promisify(execFile);
const PROBE = 'import sys, importlib.metadata as m; print("%d.%d.%d" % sys.version_info[:3], m.version("ministack"))';

export const thisMachine: Machine = {
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
  python: async () => {
    const { stdout } = await run(PYTHON, ['-c', PROBE], { timeout: 20_000 });
    const [version = '', emulator = ''] = stdout.trim().split(' ');
    return { version, emulator };
  },
  freeBytes: (folder) => {
    const { bavail, bsize } = statfsSync(folder === 'checkout' ? ROOT : os.tmpdir());
    return bavail * bsize;
  },
  portIsFree: isFree,
  target: chosenTarget,
};
