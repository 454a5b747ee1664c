/** `sluice reject <model> <approval> --comment ...`: ends an approval that no release has used. */
import { decideApproval, findApproval } from '../approvals.ts';
import type { CommandSpec } from '../command.ts';

export const reject: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model> <approval>')
      .examples(
        'sluice reject churn 01JD8ZQ4 --comment "worse for new customers"',
        'sluice reject churn 01JD8ZQ4 --comment "not in the holiday season" --json',
      )
      .requiredOption('--comment <text>', 'why; kept in the event log')
      .action(
        run(async ({ session, out }, model: string, id: string, { comment }: { comment: string }) => {
          const open = await session();
          const decided = await decideApproval(open, await findApproval(open, model, id), {
            decision: 'reject',
            comment,
          });
          out.document(decided);
          out.print(`rejected: version ${decided.version} of ${model} is not released to ${decided.stage}`);
        }),
      ),
};
