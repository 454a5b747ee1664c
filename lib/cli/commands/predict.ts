/** `sluice predict <model> --stage S <rows>`: rows as a CSV or JSON file, or from standard input (`-`). */
import { readFileSync } from 'node:fs';
import type { CommandSpec } from '../command.ts';
import type { Session } from '../session.ts';

export async function predictRows(
  session: Session,
  model: string,
  stage: string,
  body: Uint8Array,
  contentType: 'text/csv' | 'application/json',
): Promise<unknown> {
  const answer = await session.api('Application')({
    method: 'POST',
    path: `/models/${model}/stages/${stage}/predictions`,
    body,
    contentType,
    headers: { accept: 'application/json' },
  });
  return answer.body;
}

export const predict: CommandSpec = {
  register: (program, run) =>
    program
      .command('predict <model> <rows>')
      .description('ask the model of a stage; <rows> is a CSV (no header) or JSON file, or - for standard input')
      .examples('sluice predict churn rows.csv', 'sluice predict churn - --stage staging < rows.json')
      .option('--stage <stage>', 'staging or production', 'production')
      .action(
        run(async ({ session, out }, model: string, rows: string, options: { stage: string }) => {
          const content = new Uint8Array(readFileSync(rows === '-' ? 0 : rows));
          const json = /^\s*[{[]/.test(new TextDecoder().decode(content.subarray(0, 64)));
          const answer = await predictRows(
            await session(),
            model,
            options.stage,
            content,
            json ? 'application/json' : 'text/csv',
          );
          out.document(answer);
          out.print(typeof answer === 'string' ? answer.trimEnd() : JSON.stringify(answer, null, 2));
        }),
      ),
};
