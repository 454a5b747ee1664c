/** The next attempt of an upload that arrived before: its claim moves on to a new run. */
import { trainingExecutionName } from '../contracts/names.ts';
import type { Write } from '../ports/registry.ts';
import { create, replace, type Stored } from '../registry/documents.ts';
import type { Run, Upload } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';

export interface NextAttempt {
  claim: Stored<Upload>;
  /** Id of the new run. */
  id: string;
  /** The manifest of now: the mend of most failures is in it. */
  revision: number;
  time: string;
  acceptance?: Run['acceptance'];
}

export function nextAttempt({ claim, id, revision, time, acceptance }: NextAttempt): { run: Run; writes: Write[] } {
  const { refusal: _answered, ...again } = claim.document;
  const { model, hash, author } = again;
  const attempt = again.attempt + 1;
  const run: Run = {
    v: 1,
    model,
    run: id,
    upload: hash,
    attempt,
    execution: trainingExecutionName(hash, attempt),
    author,
    state: 'running',
    manifestRevision: revision,
    ...(acceptance ? { acceptance } : {}),
    started: time,
  };
  return {
    run,
    writes: [
      replace(SK.upload(hash), { ...again, attempt, run: id, state: 'received' as const }, claim),
      create(SK.run(id), run),
    ],
  };
}
