/** `sluice events <model>`: the event log of a model; its hash chain is checked on the way. */

import { Option } from 'commander';
import { EventsPage, ModelView } from '../../core/contracts/api.ts';
import { PAGE_LIMIT } from '../../core/contracts/queries.ts';
import { verifyChain } from '../../core/registry/chain.ts';
import { EVENT_KINDS, type EventKind, type RegistryEvent } from '../../core/registry/event.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { age } from '../output/text.ts';
import type { Session } from '../session.ts';

/** The whole log, oldest first. */
export async function readEvents(session: Session, model: string): Promise<RegistryEvent[]> {
  const api = session.api('Operator');
  const events: RegistryEvent[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_LIMIT), ...(cursor ? { cursor } : {}) });
    const page = EventsPage.parse((await api({ method: 'GET', path: `/models/${model}/events?${query}` })).body);
    events.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return events;
}

/**
 * Whether a log is whole: each event follows the one before, and the model's own head is among them.
 *
 * @param head as the model had it before the log was read
 * @returns what is wrong and where; undefined when nothing is
 */
export function brokenAt(
  model: string,
  log: readonly RegistryEvent[],
  head: ModelView['head'],
): { seq: number; reason: string } | undefined {
  const chain = verifyChain(model, [...log]);
  if (!chain.ok) return chain;
  if (head.seq === 0 || log[head.seq - 1]?.hash === head.hash) return undefined;
  const reason =
    log.length < head.seq ? `the model counts ${head.seq} events` : "it is not the one that the model's head names";
  return { seq: Math.min(log.length, head.seq), reason };
}

/** What an event is about, in a line: version, stage, run, reason. */
export function eventText({ data }: RegistryEvent): string {
  return Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key} ${String(value).length > 60 ? `${String(value).slice(0, 57)}...` : value}`)
    .join(' · ');
}

interface Filter {
  release?: string;
  run?: string;
  stage?: string;
  kind?: EventKind;
}

/** Whether a field of the event's data begins with what was asked for: ids may be cut. */
const begins = ({ data }: RegistryEvent, field: string, wanted: string | undefined): boolean =>
  wanted === undefined ||
  String(data[field] ?? '')
    .toUpperCase()
    .startsWith(wanted.toUpperCase());

/** Events of one release, run, stage or kind. */
export const selected = (events: readonly RegistryEvent[], { release, run, stage, kind }: Filter): RegistryEvent[] =>
  events.filter(
    (event) =>
      (kind === undefined || event.kind === kind) &&
      (stage === undefined || event.data['stage'] === stage) &&
      begins(event, 'release', release) &&
      begins(event, 'run', run),
  );

/** Newest first. */
function showEvents(out: CommandContext['out'], found: readonly RegistryEvent[], limit: number): void {
  const now = Date.now();
  out.table(
    [
      { title: '#', align: 'right' },
      { title: 'time (UTC)' },
      { title: 'age' },
      { title: 'event' },
      { title: 'by' },
      { title: 'about' },
    ],
    found
      .toReversed()
      .slice(0, limit)
      .map((event) => [
        String(event.seq),
        event.time.replace('T', ' ').slice(0, 23),
        age(event.time, now),
        event.kind,
        event.actor,
        eventText(event),
      ]),
  );
  const more = found.length - limit;
  if (more > 0) out.print(`${more} more: --limit ${found.length}`);
}

export const events: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model>')
      .examples(
        'sluice events churn',
        'sluice events churn --release 01JD8ZQ4',
        'sluice events churn --kind release-live --json',
      )
      .option('--release <id>', 'of one release, by any beginning of its id')
      .option('--run <id>', 'of one run, by any beginning of its id')
      .option('--stage <stage>', 'of one stage')
      .addOption(new Option('--kind <kind>', 'of one kind').choices(EVENT_KINDS))
      .option('--limit <n>', 'how many are shown; --json gives all, oldest first', positiveInteger, 20)
      .action(
        run(async ({ session, out }, model: string, { limit, ...filter }: Filter & { limit: number }) => {
          const open = await session();
          const { head } = ModelView.parse(
            (await open.api('Operator')({ method: 'GET', path: `/models/${model}` })).body,
          );
          const log = await readEvents(open, model);
          const found = selected(log, filter);
          out.document(found);
          if (found.length > 0) showEvents(out, found, limit);
          else out.print(`no such events among the ${log.length} of ${model}: sluice events ${model}`);
          const broken = brokenAt(model, log, head);
          if (broken)
            throw new CommandFailure(
              EXIT.found,
              `the event log is broken at event ${broken.seq}: ${broken.reason}`,
              'compare it with the events table restored to an earlier time (point-in-time recovery)',
            );
        }),
      ),
};
