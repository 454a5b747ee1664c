import { eventText, readEvents } from '../../cli/commands/events.ts';
import { table } from '../../cli/output/table.ts';
import { clock, seconds } from '../../cli/output/text.ts';
import { verifyChain } from '../../core/registry/chain.ts';
import type { Demo } from '../demo.ts';
import { expectThat } from '../expect.ts';
import { MODEL } from '../manifest.ts';

/** What must have happened, in this order; other events may stand between. */
const STORY = [
  'model-applied',
  'upload-announced',
  'upload-received',
  'dataset-accepted',
  'version-registered',
  'release-live',
  'release-live',
  'version-registered',
  'release-live',
  'version-registered',
  'release-rolled-back',
  'upload-refused',
  'drift-opened',
  'drift-closed',
  'release-live',
];

/** Part 8: the story, read back from the event log. */
export async function timeline({ session, narrator }: Demo): Promise<void> {
  narrator.part('What happened, from the event log');
  narrator.command(`sluice events ${MODEL}`);
  const events = await readEvents(session, MODEL);
  const rows = events.map((event) => [String(event.seq), clock(event.time), event.kind, eventText(event).slice(0, 90)]);
  narrator.block(
    table([{ title: '#', align: 'right' }, { title: 'UTC' }, { title: 'event' }, { title: 'about' }], rows),
  );
  let next = 0;
  for (const { kind } of events) if (kind === STORY[next]) next += 1;
  expectThat(
    'the event log tells the story',
    next === STORY.length,
    STORY,
    events.map(({ kind }) => kind),
  );
  const chain = verifyChain(MODEL, events);
  expectThat('the hash chain', chain.ok, 'whole', chain);
  narrator.ok(`${events.length} events, hash chain whole`);
  narrator.block(
    table(
      [{ title: 'part' }, { title: 'took', align: 'right' }],
      narrator
        .times()
        .slice(0, -1)
        .map((part) => [part.title, seconds(part.seconds)]),
    ),
  );
}
