import type { LogEvent, RoleSession } from '../cloud/ports.ts';

export interface LogStream {
  line(text: string): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

const FLUSH_EVERY_MS = 400;
/** PutLogEvents takes 10,000 events and 1 MiB a call; lines are cut at 256 KiB. */
const EVENTS_A_CALL = 1000;
const LINE_LIMIT = 250_000;
const CALL_BYTES = 900_000;

export interface LogStreamOptions {
  readonly session: RoleSession;
  readonly group: string;
  readonly stream: string;
  /** Told once when the lines cannot be written, for instance because the role lacks logs rights. */
  readonly onError: (error: unknown) => void;
}

/** Lines of a container, written in batches with the role. Failing to write never stops the container. */
export function openLogStream({ session, group, stream, onError }: LogStreamOptions): LogStream {
  let pending: LogEvent[] = [];
  let broken = false;
  let last: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    timer = undefined;
    const events = pending;
    pending = [];
    if (events.length === 0 || broken) return;
    try {
      for (const batch of batches(events)) await session.putLogEvents(group, stream, batch);
    } catch (error) {
      broken = true;
      onError(error);
    }
  }

  const queueFlush = () => {
    last = (last ?? create()).then(flush);
    return last;
  };

  async function create(): Promise<void> {
    try {
      await session.createLogStream(group, stream);
    } catch (error) {
      broken = true;
      onError(error);
    }
  }

  return {
    line(text) {
      if (broken || text === '') return;
      pending.push({ timestamp: Date.now(), message: text.slice(0, LINE_LIMIT) });
      timer ??= setTimeout(() => void queueFlush(), FLUSH_EVERY_MS);
    },
    async close() {
      clearTimeout(timer);
      await queueFlush();
    },
  };
}

function* batches(events: readonly LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + 26;
    if (batch.length > 0 && (batch.length >= EVENTS_A_CALL || bytes + size > CALL_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
