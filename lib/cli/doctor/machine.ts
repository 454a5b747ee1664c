/** Checks of this machine: what Sluice needs to run here at all. No network, no credentials. */
import type { ChosenTarget } from '../../local/target.ts';
import { type Check, fail, ok, warn } from './check.ts';

export interface Machine {
  /** Version of the Node that runs this. */
  node: string;
  /** `linux-x64` */
  platform: string;
  /** Version of the Python of the set-up and of what the local cloud needs of it. @throws Error when there is none */
  python(): Promise<{ version: string; emulator: string }>;
  /** Bytes that may be written below a folder. */
  freeBytes(folder: 'checkout' | 'temporary'): number;
  portIsFree(port: number): Promise<boolean>;
  target(): ChosenTarget;
}

const SUPPORTED = new Set(['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64']);
const NODE_MAJOR = 24;
const SET_UP = 'node bin/run.mjs setup';
const GB = 2 ** 30;
/** The set-up takes 1.2 GB; a local cloud with a few models some hundred MB. */
const DISK = { warn: 2 * GB, fail: 0.3 * GB };

function disk(machine: Machine, folder: 'checkout' | 'temporary') {
  const free = machine.freeBytes(folder);
  const text = `${(free / GB).toFixed(1)} GB free`;
  if (free < DISK.fail) return fail(text, 'free 2 GB');
  return free < DISK.warn ? warn(text, 'free 2 GB') : ok(text);
}

/** @param port that a local cloud takes unless told otherwise; `held` when one of this checkout has it */
export function machineChecks(machine: Machine, port: { number: number; held: boolean }): Check[] {
  const check = (name: string, find: Check['find']): Check => ({ group: 'machine', name, find });
  return [
    check('Node', () =>
      Number(machine.node.split('.')[0]) >= NODE_MAJOR
        ? ok(machine.node)
        : fail(`${machine.node}, and ${NODE_MAJOR} is needed`, `${SET_UP}, then start it by npx sluice`),
    ),
    check('system', () => {
      if (!SUPPORTED.has(machine.platform))
        return fail(`${machine.platform} is not supported`, 'use Linux on x64 or arm64');
      return machine.platform.startsWith('linux')
        ? ok(machine.platform)
        : warn(`${machine.platform} is untried`, 'use Linux on x64 or arm64 where it must work');
    }),
    check('Python', async () => {
      try {
        const { version, emulator } = await machine.python();
        return ok(`${version} with MiniStack ${emulator}`);
      } catch (error) {
        return fail(`the environment of the set-up does not run: ${String((error as Error).message)}`, SET_UP);
      }
    }),
    check('disk of the checkout', () => disk(machine, 'checkout')),
    check('disk of temporary files', () => disk(machine, 'temporary')),
    check(`port ${port.number}`, async () => {
      if (port.held) return ok('held by the local cloud of this checkout');
      return (await machine.portIsFree(port.number))
        ? ok('free')
        : warn('somebody else has it', `sluice local up --port ${port.number + 1}`);
    }),
    check('target', () => {
      const { target, expect } = machine.target();
      const pinned = expect ? `, on AWS only account ${expect.account} in ${expect.region}` : '';
      return ok(`${target ?? 'none is chosen'}${pinned}`);
    }),
  ];
}
