/** Labels that are posted one by one: many files, packed after the end of their day, and read as if they were not. */
import { expect, test } from 'vitest';
import { memoryObjects } from '../../../lib/adapters/memory/objects.ts';
import { countingIds, testClock } from '../../../lib/adapters/memory/services.ts';
import { labelsPrefix, postedLabelsKey } from '../../../lib/core/contracts/locations.ts';
import { labelsText } from '../../../lib/core/performance/labels.ts';
import { packLabels } from '../../../lib/core/usecases/labels/pack-labels.ts';
import { readLabels } from '../../../lib/core/usecases/labels/read-labels.ts';

function bucket() {
  const clock = testClock('2026-01-05T08:00:00.000Z');
  const objects = memoryObjects({ now: clock.now });
  const ids = countingIds(clock);
  let reads = 0;
  const text = objects.text.bind(objects);
  objects.text = (address) => {
    reads += 1;
    return text(address);
  };
  const ports = { objects, dataBucket: 'data' };
  return {
    clock,
    objects,
    post: (inferenceId: string, label: string) =>
      objects.put(
        { bucket: 'data', key: postedLabelsKey('churn', ids.ulid()) },
        labelsText([{ inferenceId, row: 1, label }]),
      ),
    pack: () => packLabels(ports, 'churn', clock.now().getTime()),
    read: async (since = '2026-01-01T00:00:00.000Z') => {
      reads = 0;
      const { book } = await readLabels(ports, 'churn', Date.parse(since));
      return { book, reads };
    },
  };
}

test('what was posted in a day is read in one piece when it is packed, and says the same', async () => {
  const { clock, post, pack, read, objects } = bucket();
  for (let i = 0; i < 500; i++) {
    await post(`q${i}`, i % 2 ? 'yes' : 'no');
    clock.advance(60_000);
  }
  await post('q7', 'no');
  const before = await read();
  expect([before.reads, before.book.tally()]).toEqual([501, { known: 500, repeated: 0, corrected: 1, unmatched: 500 }]);
  clock.set('2026-01-06T00:30:00.000Z');
  await pack();
  await post('q7', 'yes');
  const { book, reads } = await read();
  // A packed day may be empty; so many were before the first label.
  expect(reads).toBeLessThan(40);
  expect(book.tally()).toEqual({ known: 500, repeated: 0, corrected: 2, unmatched: 500 });
  expect(book.take('q7', 1)?.label).toBe('yes');
  expect(book.take('q4', 1)).toMatchObject({ label: 'no', came: Date.parse('2026-01-05T08:04:00.000Z') });
  // What was posted stays, and packing again puts the same.
  const kept = { ...objects.dump('data') };
  await pack();
  expect(objects.dump('data')).toEqual(kept);
  expect(Object.keys(kept).filter((key) => key.includes('/posted/'))).toHaveLength(502);
});

test('days that nobody packed are packed at the next time, without a gap; files of people count beside them', async () => {
  const { clock, post, pack, read, objects } = bucket();
  await post('first', 'no');
  clock.set('2026-01-06T00:30:00.000Z');
  await pack();
  clock.set('2026-02-20T12:00:00.000Z');
  await post('second', 'no');
  for (const [name, id] of [
    ['a.csv', 'before'],
    ['q.csv', 'after'],
  ])
    await objects.put({ bucket: 'data', key: `${labelsPrefix('churn')}${name}` }, `inferenceId,label\n${id},yes\n`);
  clock.set('2026-03-25T00:30:00.000Z');
  await pack();
  const { book } = await read();
  for (const id of ['first', 'second', 'before', 'after']) expect(book.take(id, 1), id).toBeDefined();
  expect((await read('2026-02-21T00:00:00.000Z')).book.tally().known).toBe(0);
  const days = Object.keys(objects.dump('data')).filter((key) => key.includes('/packed/'));
  // Thirty-one before the first packing, and every one from then on.
  expect(days).toHaveLength(31 + (Date.parse('2026-03-25') - Date.parse('2026-01-06')) / 86_400_000);
});
