/** `sluice retry <model> <upload>`: trains an upload again that failed or was refused. */
import { RunView } from '../../core/contracts/api.ts';
import type { CommandSpec } from '../command.ts';
import type { Session } from '../session.ts';
import { anotherAttempt } from '../upload/again.ts';
import { type WatchOptions, withWatchOptions } from '../upload/watch.ts';

/** Asks for the next attempt; asked twice, it is one. */
export async function retryUpload(session: Session, model: string, upload: string, reason?: string): Promise<RunView> {
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/uploads/${encodeURIComponent(upload)}/retries`,
    body: reason === undefined ? {} : { reason },
  });
  return RunView.parse(answer.body);
}

export const retry: CommandSpec = {
  define: (command, run) =>
    withWatchOptions(
      command
        .arguments('<model> [upload-or-run]')
        .examples('sluice retry churn', 'sluice retry churn 01M7Z4H6A33R7ZS7R1WTW6PP5X --reason "larger instance"')
        .option('--reason <text>', 'kept in the event log'),
    ).action(
      run((context, model: string, meant: string | undefined, options: WatchOptions & { reason?: string }) =>
        anotherAttempt(context, { model, meant, ...options }, (session, upload) =>
          retryUpload(session, model, upload, options.reason),
        ),
      ),
    ),
};
