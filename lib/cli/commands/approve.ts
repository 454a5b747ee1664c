/** `sluice approve <model> <approval> --comment ...`: lets one release of that version through. */
import { decideApproval, findApproval } from '../approvals.ts';
import type { CommandSpec } from '../command.ts';

export const approve: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model> <approval>')
      .examples(
        'sluice approve churn 01JD8ZQ4 --comment "compared on May and June"',
        'sluice approve churn 01JD8ZQ4 --comment "as agreed" --json',
      )
      .requiredOption('--comment <text>', 'why; kept in the event log')
      .action(
        run(async ({ session, out }, model: string, id: string, { comment }: { comment: string }) => {
          const open = await session();
          const wanted = await findApproval(open, model, id);
          const decided = await decideApproval(open, wanted, { decision: 'approve', comment });
          out.document(decided);
          const { version, stage, needed, decisions } = decided;
          out.print(
            decided.state === 'approved'
              ? `approved: sluice promote ${model} ${version} --stage ${stage}`
              : `${decisions.length} of ${needed} approved version ${version} for ${stage}; another person must`,
          );
        }),
      ),
};
