/** `sluice data`: looks at data files on this machine. No platform, no account, nothing is sent: no target line, but to compare stored datasets. */
import type { CommandSpec, ListedCommand } from '../command.ts';

const COMMANDS: readonly ListedCommand[] = [
  {
    usage: 'check [options] <file>',
    description:
      'check a data file on this machine, as the platform checks an upload; nothing is sent, no platform is needed',
    load: async () => (await import('./data-check.ts')).dataCheck,
  },
  {
    usage: 'profile [options] <file>',
    description: 'describe the columns of a data file on this machine; no platform is needed',
    load: async () => (await import('./data-profile.ts')).dataProfile,
  },
  {
    usage: 'diff [options] <before> <after>',
    description:
      'compare two data files, two profiles that `sluice data profile --json` wrote, or two datasets of a platform (<model>@<version>): columns by effect, rows by place',
    load: async () => (await import('./data-diff.ts')).dataDiff,
  },
  {
    usage: 'sql [options] <source>',
    description:
      'print SQL for Athena or Trino that computes the figures of a profile, over a table whose columns are text; <source> is a profile, the schema.json of a dataset, or a data file',
    load: async () => (await import('./data-sql.ts')).dataSql,
  },
];

export const data: CommandSpec = {
  define: (command, run) =>
    command
      .examples('sluice data check november.csv --against october.csv', 'sluice data profile november.csv')
      .list(COMMANDS, run),
};
