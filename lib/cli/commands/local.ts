/** `sluice local`: local clouds of this checkout, one or several side by side. */
import type { CommandSpec, ListedCommand } from '../command.ts';

const COMMANDS: readonly ListedCommand[] = [
  {
    usage: 'up [options]',
    description: 'start it and deploy the platform to it',
    load: async () => (await import('./local-up.ts')).localUp,
  },
  {
    usage: 'down [options]',
    description: 'end it; what it held is gone, unless it keeps its state',
    load: async () => (await import('./local-down.ts')).localDown,
  },
  {
    usage: 'status',
    description: 'local clouds of this checkout: what runs, since when, what is kept',
    load: async () => (await import('./local-status.ts')).localStatus,
  },
  {
    usage: 'env [options]',
    description: 'environment for the AWS CLI and SDKs; as the root of the account, or with --as as a persona',
    load: async () => (await import('./local-env.ts')).localEnv,
  },
  {
    usage: 'reset',
    description: 'throw away the state that was kept',
    load: async () => (await import('./local-reset.ts')).localReset,
  },
];

export const local: CommandSpec = {
  define: (command, run) => command.examples('sluice local up', 'sluice local status').list(COMMANDS, run),
};
