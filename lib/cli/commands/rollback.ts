/** `sluice rollback <model> --stage S [--to N]`: the same release flow, to a version that served before. */
import { positiveInteger, versionNumber } from '../arguments.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { confirmRelease } from '../release/consent.ts';
import { type FollowOptions, follow, requestOrFollow } from './promote.ts';

interface RollbackOptions extends FollowOptions {
  stage: string;
  to?: number;
  reason?: string;
}

async function rollBack(context: CommandContext, model: string, options: RollbackOptions): Promise<void> {
  const { stage, to: version, reason, watch = false } = options;
  const session = await context.session();
  await confirmRelease(context, session, { model, stage, version, rollback: true });
  const wanted = { rollbackTo: version ?? ('previous' as const), ...(reason ? { reason } : {}) };
  await follow(context, session, await requestOrFollow(session, model, stage, wanted, watch), options);
}

export const rollback: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples(
        'sluice rollback churn --stage production --watch',
        'sluice rollback churn --stage production --to 5 --reason "errors since noon"',
      )
      .requiredOption('--stage <stage>', 'staging or production')
      .option('--to <version>', 'which version; without it, the one before the present one', versionNumber)
      .option('--reason <text>', 'kept in the event log')
      .option('--watch', 'follow the release to its end')
      .option('--timeout <seconds>', 'stop watching after so many seconds; the release goes on', positiveInteger)
      .action(run((context, model: string, options: RollbackOptions) => rollBack(context, model, options))),
};
