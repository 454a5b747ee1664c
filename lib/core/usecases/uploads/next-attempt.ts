/** The next attempt of an upload that arrived before: its claim moves on to a new run. */
import { trainingExecutionName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Write } from '../../ports/registry.ts';
import type { Executions } from '../../ports/services.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, replace, type Stored } from '../../registry/documents.ts';
import type { Run, Upload } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';

export interface AttemptPorts extends ChangePorts {
  executions: Executions;
  ids: Ids;
  policy: Policy;
  /** ARN of the training workflow. */
  stateMachine: string;
}

/**
 * Event, claim and run are one change; the execution of the attempt's name starts after it. Asked again while that run is
 * under way, the answer is that run, and a start that was lost is made up for.
 *
 * @param decide is told the id that a new run gets
 */
export async function makeAttempt(
  ports: AttemptPorts,
  { model, hash }: { model: string; hash: string },
  decide: (state: ChangeState, id: string) => Promise<Decision<Run>>,
): Promise<Run> {
  const id = ports.ids.ulid();
  const run = await change(ports, model, (state) => decide(state, id));
  if (run.state === 'running')
    await ports.executions.start(ports.stateMachine, run.execution, { v: 1, model, run: run.run, upload: hash });
  return run;
}

export interface NextAttempt {
  claim: Stored<Upload>;
  /** Id of the new run. */
  id: string;
  /** The manifest of now: the mend of most failures is in it. */
  revision: number;
  time: string;
  acceptance?: Run['acceptance'];
  /** Where it trains on data of before: whose, under which contract, and what started it. */
  known?: Pick<Run, 'dataOf' | 'contract' | 'startedBy'>;
}

/** Of a run that trains on data of before, for the one that follows it. */
export const knownData = ({ dataOf, contract, startedBy }: Run): Pick<Run, 'dataOf' | 'contract' | 'startedBy'> => ({
  ...(dataOf === undefined ? {} : { dataOf }),
  ...(contract === undefined ? {} : { contract }),
  ...(startedBy ? { startedBy } : {}),
});

export function nextAttempt({ claim, id, revision, time, acceptance, known }: NextAttempt): {
  run: Run;
  writes: Write[];
} {
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
    ...known,
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
