/** `sluice events <model>`: the event log of a model, oldest first; its hash chain is checked on the way. */
import { EventsPage } from '../../core/contracts/api.ts';
import { verifyChain } from '../../core/registry/chain.ts';
import type { RegistryEvent } from '../../core/registry/event.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import type { Session } from '../session.ts';

/** The whole log. */
export async function readEvents(session: Session, model: string): Promise<RegistryEvent[]> {
  const api = session.api('Operator');
  const events: RegistryEvent[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor ? { cursor } : {}) });
    const page = EventsPage.parse((await api({ method: 'GET', path: `/models/${model}/events?${query}` })).body);
    events.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return events;
}

/** What an event is about, in a line: version, stage, run, reason. */
export function eventText({ data }: RegistryEvent): string {
  return Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key} ${String(value).length > 60 ? `${String(value).slice(0, 57)}...` : value}`)
    .join(' · ');
}

export const events: CommandSpec = {
  register: (program, run) =>
    program
      .command('events <model>')
      .description('what happened to a model, from its event log')
      .examples('sluice events churn', 'sluice events churn --json')
      .action(
        run(async ({ session, out }, model: string) => {
          const found = await readEvents(await session(), model);
          out.document(found);
          if (!out.json) {
            out.print(
              table(
                [
                  { title: '#', align: 'right' },
                  { title: 'time (UTC)' },
                  { title: 'event' },
                  { title: 'by' },
                  { title: 'about' },
                ],
                found.map((event) => [
                  String(event.seq),
                  event.time.replace('T', ' ').slice(0, 23),
                  event.kind,
                  event.actor,
                  eventText(event),
                ]),
              ),
            );
          }
          const chain = verifyChain(model, found);
          if (!chain.ok)
            throw new CommandFailure(EXIT.found, `the event log is broken at event ${chain.seq}: ${chain.reason}`);
        }),
      ),
};
