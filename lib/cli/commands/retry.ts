/** `sluice retry <model> <upload>`: trains an upload again that failed or was refused. */
import type * as z from 'zod';
import { RunView } from '../../core/contracts/api.ts';
import type { CommandSpec } from '../command.ts';
import type { Session } from '../session.ts';
import { uploadMeant } from '../upload/meant.ts';
import { followUpload } from '../upload/watch.ts';

type Run = z.infer<typeof RunView>;

/** Asks for the next attempt; asked twice, it is one. */
export async function retryUpload(session: Session, model: string, upload: string, reason?: string): Promise<Run> {
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/uploads/${encodeURIComponent(upload)}/retries`,
    body: reason === undefined ? {} : { reason },
  });
  return RunView.parse(answer.body);
}

export const retry: CommandSpec = {
  register: (program, run) =>
    program
      .command('retry <model> [upload-or-run]')
      .description('train an upload again that failed or was refused, by the manifest of now')
      .examples('sluice retry churn', 'sluice retry churn 01M7Z4H6A33R7ZS7R1WTW6PP5X --reason "larger instance"')
      .option('--reason <text>', 'kept in the event log')
      .option('--no-watch', 'do not wait for the run to end')
      .option('--timeout <seconds>', 'stop watching after so many seconds; the run goes on', Number)
      .action(
        run(
          async (
            context,
            model: string,
            given: string | undefined,
            options: { reason?: string; watch: boolean; timeout?: number },
          ) => {
            const session = await context.session();
            const id = await uploadMeant(session, model, given);
            const again = await retryUpload(session, model, id, options.reason);
            context.out.say(`attempt ${again.attempt} of upload ${id}: run ${again.run}`);
            await followUpload(context, session, { model, upload: again.upload, ...options });
          },
        ),
      ),
};
