/** A change of the registry: read, decide, commit; and all of it again when somebody else was faster. */
import type { Backoff } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import { CommitConflict, type Item, type Registry, type Write } from '../ports/registry.ts';
import { EMPTY_CHAIN, type EventDraft, nextEvent, timeAfter } from './chain.ts';
import { Meta } from './entities.ts';
import { modelKey, SK } from './keys.ts';

export interface ChangePorts {
  registry: Registry;
  clock: Clock;
  backoff: Backoff;
}

/** What a decision starts from. Whatever else it needs it reads itself, each time it is asked. */
export interface ChangeState {
  /** Undefined when nothing is known of the model yet. */
  meta: Meta | undefined;
  now: Date;
  /** Time of the event this decision would write: at or after `now`, and after every earlier event. For `time` fields. */
  time: string;
}

/** Either a change, or, without `event`, an answer that changes nothing. */
export type Decision<R> =
  | { event: EventDraft; writes: Write[]; meta?: Partial<Omit<Meta, 'v' | 'model' | 'head'>>; result: R }
  | { event?: undefined; result: R };

/** Others changed the same model at every one of our tries. */
export class Busy extends Error {
  override readonly name = 'Busy';
  readonly model: string;
  constructor(model: string, cause: unknown) {
    super(`${model} is being changed by others; ${TRIES} tries lost`, { cause });
    this.model = model;
  }
}

const TRIES = 8;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 800;

/** The item of META that follows; the store sets its head from the event. */
function metaItem(model: string, before: Meta | undefined, patch: Partial<Meta>, time: string): Item {
  const meta = before ?? { v: 1, model, revision: 0, nextVersion: 1, head: EMPTY_CHAIN, created: time };
  return { pk: modelKey(model), sk: SK.meta, ...meta, ...patch };
}

/**
 * Commits what `decide` answers, in one transaction with its event.
 *
 * `decide` may be called up to 8 times and must have no effect of its own. After a conflict it reads again, so it decides
 * on what is true now; between tries lies full jitter below 50 ms, doubling to 800 ms. What it throws counts only when
 * nobody changed the model meanwhile: half old, half new, it may have seen what never was.
 *
 * @throws Busy, and whatever `decide` throws
 */
export async function change<R>(
  { registry, clock, backoff }: ChangePorts,
  model: string,
  decide: (state: ChangeState) => Promise<Decision<R>>,
): Promise<R> {
  let conflict: unknown;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await backoff.wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)));
    const stored = await registry.get(modelKey(model), SK.meta);
    const meta = stored && Meta.parse(stored);
    const head = meta?.head ?? EMPTY_CHAIN;
    const now = clock.now();
    const time = timeAfter(head, now);
    let decision: Decision<R>;
    try {
      decision = await decide({ meta, now, time });
    } catch (error) {
      // Its reads are not one snapshot: a refusal counts when nothing was written between them, as a commit does.
      if (await standsAt(registry, model, head.seq)) throw error;
      conflict = error;
      continue;
    }
    if (!decision.event) return decision.result;
    const event = nextEvent(model, head, now, decision.event);
    try {
      await registry.commit({
        model,
        head: head.seq,
        event,
        writes: decision.writes,
        meta: metaItem(model, meta, decision.meta ?? {}, time),
      });
      return decision.result;
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      conflict = error;
    }
  }
  throw new Busy(model, conflict);
}

async function standsAt(registry: Registry, model: string, seq: number): Promise<boolean> {
  const stored = await registry.get(modelKey(model), SK.meta);
  return (stored ? Meta.parse(stored).head : EMPTY_CHAIN).seq === seq;
}
