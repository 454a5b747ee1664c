/** `sluice rollback <model> --stage S [--to N]`: the same release flow, to a version that served before. */
import type { CommandSpec } from '../command.ts';
import { follow, requestRelease } from './promote.ts';

export const rollback: CommandSpec = {
  register: (program, run) =>
    program
      .command('rollback <model>')
      .description('return a stage to a version that served before')
      .examples(
        'sluice rollback churn --stage production --watch',
        'sluice rollback churn --stage production --to 5 --reason "errors since noon"',
      )
      .requiredOption('--stage <stage>', 'staging or production')
      .option('--to <version>', 'which version; without it, the one before the present one')
      .option('--reason <text>', 'kept in the event log')
      .option('--watch', 'follow the release to its end')
      .action(
        run(
          async (context, model: string, options: { stage: string; to?: string; reason?: string; watch?: boolean }) => {
            const session = await context.session();
            const release = await requestRelease(session, model, options.stage, {
              rollbackTo: options.to === undefined ? 'previous' : Number(options.to),
              ...(options.reason ? { reason: options.reason } : {}),
            });
            await follow(context, session, release, options.watch ?? false);
          },
        ),
      ),
};
