/** `sluice approvals <model>`: what waits for an approval, and how others ended; `--request <version>` asks for one. */
import { approvalText, askedText, listApprovals, requestApproval } from '../approvals.ts';
import { positiveInteger, versionNumber } from '../arguments.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { short, when } from '../output/text.ts';
import { stateTone } from '../output/tones.ts';
import { moreText } from '../pages.ts';

interface Options {
  stage?: string;
  request?: number;
  reason?: string;
  limit: number;
}

const COLUMNS = [
  { title: 'approval' },
  { title: 'version', align: 'right' },
  { title: 'stage' },
  { title: 'state', tone: stateTone },
  { title: 'asked' },
  { title: 'by' },
  { title: 'what' },
] as const;

export const approvals: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples(
        'sluice approvals churn',
        'sluice approvals churn --request 7 --stage production --reason "auc +0.02 on the same rows"',
      )
      .option('--stage <stage>', 'of this stage only')
      .option('--request <version>', 'ask for an approval of this version', versionNumber)
      .option('--reason <text>', 'why; kept in the event log')
      .option('--limit <n>', 'how many, newest first', positiveInteger, 20)
      .action(
        run(async ({ session, out }, model: string, { stage, request, reason, limit }: Options) => {
          if (request !== undefined && stage === undefined)
            throw new CommandFailure(EXIT.usage, '--request needs --stage: an approval is for one stage');
          const open = await session();
          if (request !== undefined && stage !== undefined) {
            const asked = await requestApproval(open, model, stage, { version: request, reason });
            out.document(asked);
            out.print(`${askedText(asked)}\napproval ${asked.approval}`);
            return;
          }
          const found = await listApprovals(open, model, { stage, limit });
          out.document(found.items);
          if (found.items.length === 0) {
            out.print(`no approvals of ${model}: a release to a stage that needs one asks by itself`);
            return;
          }
          const now = Date.now();
          out.table(
            COLUMNS,
            found.items.map((one) => [
              short(one.approval),
              `v${one.version}`,
              one.stage,
              one.state,
              when(one.requested, now),
              one.requester,
              approvalText(one),
            ]),
          );
          const more = moreText(found);
          if (more) out.print(more);
        }),
      ),
};
