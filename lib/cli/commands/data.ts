/** `sluice data`: looks at data files on this machine. No platform, no account, nothing is sent: no target line, but to compare stored datasets. */
import type { CommandSpec } from '../command.ts';
import { registerCheck } from './data-check.ts';
import { registerDiff } from './data-diff.ts';
import { registerProfile } from './data-profile.ts';
import { registerSql } from './data-sql.ts';

export const data: CommandSpec = {
  register: (program, run) => {
    const group = program
      .command('data')
      .description('look at data files on this machine: no platform, no account, nothing is sent')
      .examples('sluice data check november.csv --against october.csv', 'sluice data profile november.csv');
    for (const register of [registerCheck, registerProfile, registerDiff, registerSql]) register(group, run);
  },
};
