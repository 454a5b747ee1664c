/** `sluice local`: local clouds of this checkout, one or several side by side. */
import type { CommandSpec } from '../command.ts';
import { registerDown } from './local-down.ts';
import { registerEnv } from './local-env.ts';
import { registerReset } from './local-reset.ts';
import { registerStatus } from './local-status.ts';
import { registerUp } from './local-up.ts';

export const local: CommandSpec = {
  register: (program, run) => {
    const group = program
      .command('local')
      .description('the local cloud: no account, no Docker')
      .examples('sluice local up', 'sluice local status');
    for (const register of [registerUp, registerDown, registerStatus, registerEnv, registerReset]) register(group, run);
  },
};
