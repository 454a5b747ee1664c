/** Another attempt of an upload that did not end well: which upload is meant, the attempt, and its end. */
import type { RunView } from '../../core/contracts/api.ts';
import type { CommandContext } from '../command.ts';
import type { Session } from '../session.ts';
import { uploadMeant } from './meant.ts';
import { followUpload, type WatchOptions } from './watch.ts';

/**
 * @param meant as a person gave it @see uploadMeant
 * @param ask has the platform make the attempt; it is told the upload's id or hash
 */
export async function anotherAttempt(
  context: CommandContext,
  { model, meant, watch, timeout }: WatchOptions & { model: string; meant: string | undefined },
  ask: (session: Session, upload: string) => Promise<RunView>,
): Promise<void> {
  const session = await context.session();
  const upload = await uploadMeant(session, model, meant);
  const { attempt, run, upload: arrived } = await ask(session, upload);
  context.out.say(`attempt ${attempt} of upload ${upload}: run ${run}`);
  await followUpload(context, session, { model, upload: arrived, watch, ...(timeout ? { timeout } : {}) });
}
