/** Which upload a person means. */
import { RunsPage } from '../../core/contracts/api.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';

/** An upload's id or hash, a run, or the first characters of either; nothing: the newest that did not end well. */
export async function uploadMeant(session: Session, model: string, given: string | undefined): Promise<string> {
  const path = `/models/${model}/runs?limit=100`;
  const { items } = RunsPage.parse((await session.api('DataScientist')({ method: 'GET', path })).body);
  if (given === undefined) {
    const found = items.find(({ state }) => state === 'failed' || state === 'refused');
    if (found) return found.upload;
    throw new CommandFailure(
      EXIT.usage,
      `none of the newest ${items.length} runs of ${model} failed or was refused`,
      `sluice runs ${model}`,
    );
  }
  const meant = items.filter(({ run, upload }) => run.startsWith(given.toUpperCase()) || upload.startsWith(given));
  const uploads = new Set(meant.map(({ upload }) => upload));
  if (uploads.size > 1)
    throw new CommandFailure(EXIT.usage, `${given} begins ${meant.length} runs of ${model}`, `sluice runs ${model}`);
  // An announcement's id is not in the listing: the platform knows it.
  return meant[0]?.upload ?? given;
}
