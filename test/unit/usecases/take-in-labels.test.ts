/** Files of labels that somebody puts into the bucket: taken in when they arrive, and every wrong line told. */
import { beforeEach, describe, expect, test } from 'vitest';
import { datasetPrefix } from '../../../lib/core/contracts/locations.ts';
import { PLATFORM_CHAIN } from '../../../lib/core/registry/keys.ts';
import { readLabels } from '../../../lib/core/usecases/labels/read-labels.ts';
import { takeInLabels } from '../../../lib/core/usecases/labels/take-in-labels.ts';
import { applied, registered, type TestPlatform, testPlatform } from '../api/_platform.ts';
import { contracted, heldOut } from '../api/_traffic.ts';
import { type Death, Died, dying } from './_dying.ts';

const RUN = '01JD8Y0B7C3VX5KQ0000000001';
const KEY = 'churn/labels/november.csv';
/** Two labels, and four lines that are none. */
const MIXED = ['inferenceId,row,label', 'a,1,yes', 'b,0,no', 'c,1,perhaps', 'd,1,never', 'e,1', 'f,2, no', ''].join(
  '\n',
);

async function withContract(): Promise<TestPlatform> {
  const platform = testPlatform();
  await applied(platform);
  await registered(platform, 1, { run: RUN, datasetLocation: datasetPrefix('churn', RUN) });
  await heldOut(platform, RUN);
  await contracted(platform, RUN);
  return platform;
}
let platform: TestPlatform;
beforeEach(async () => {
  platform = await withContract();
});

/** @returns the event's object, as S3 tells it */
async function put(text: string, { key = KEY, of = platform } = {}) {
  await of.objects.put({ bucket: 'data', key }, text);
  const { versionId, size } = await of.objects.head({ bucket: 'data', key });
  return { bucket: 'data', key, versionId, size };
}
const take = async (text: string, key?: string) => takeInLabels(platform.ports, await put(text, key ? { key } : {}));
const known = (of = platform) => readLabels(of.ports, 'churn', 0);
const events = async (model: string, of = platform) =>
  (await of.registry.events(model)).filter(({ kind }) => kind === 'labels-refused').map(({ data }) => data);
const kept = (of = platform) => Object.keys(of.objects.dump('data')).filter((key) => key.includes('/kept-labels/'));

describe('a file that arrives', () => {
  test('is read as labels that were posted are, and what became of it is not read twice', async () => {
    expect(await take('inferenceId,label\na,yes\nb,no\n')).toEqual({ outcome: 'taken-in', labels: 2, wrong: 0 });
    const { book, unreadable } = await known();
    expect([book.tally(), unreadable]).toEqual([{ known: 2, repeated: 0, corrected: 0, unmatched: 2 }, 0]);
    expect([await events('churn'), platform.ports.publisher.published]).toEqual([[], []]);
  });

  test('has its wrong lines named, with line, column, reason and mend; the others count', async () => {
    expect(await take(MIXED)).toEqual({ outcome: 'refused', labels: 2, wrong: 4 });
    const labels = { column: 'label', fault: 'is no label of churned', mend: 'they are no and yes' };
    const row = { line: 3, column: 'row', fault: expect.any(String), mend: 'count the rows of the request from 1 on' };
    expect(await events('churn')).toEqual([
      {
        key: KEY,
        labels: 2,
        wrong: 4,
        ...row,
        next: [
          { line: 4, ...labels },
          { line: 5, ...labels },
        ],
      },
    ]);
    const { book, unreadable, faults } = await known();
    expect([book.tally().known, unreadable]).toEqual([2, 4]);
    expect(faults.map(({ key, line }) => [key, line])).toEqual([3, 4, 5, 6].map((line) => [KEY, line]));
    const [mail] = platform.ports.publisher.published;
    expect(mail?.subject).toContain('churn: 4 lines of labels refused');
    expect(mail?.body).toContain('2  label  is no label of churned  first at line 4');
    expect(mail?.body).not.toContain('perhaps');
  });

  test('that is no list of labels at all is one fault, at its first line', async () => {
    expect(await take('hello\n')).toEqual({ outcome: 'refused', labels: 0, wrong: 1 });
    expect(await events('churn')).toMatchObject([{ line: 1, next: [] }]);
  });

  test('keeps what earlier versions of it said; of one row the file that came last counts, whichever is read last', async () => {
    const first = await put('inferenceId,label\na,yes\nb,yes\n');
    platform.clock.advance(60_000);
    const second = await put('inferenceId,label\nb,no\n');
    for (const version of [second, first]) await takeInLabels(platform.ports, version);
    const { book } = await known();
    expect([book.take('a', 1)?.label, book.take('b', 1)?.label]).toEqual(['yes', 'no']);
  });

  test('is told of once a day, and each in an event', async () => {
    await take(MIXED);
    await take(MIXED, 'churn/labels/more/december.csv');
    expect(platform.ports.publisher.published).toHaveLength(1);
    platform.clock.advance(86_400_000);
    await take(MIXED, 'churn/labels/january.csv');
    expect(platform.ports.publisher.published).toHaveLength(2);
    expect(await events('churn')).toHaveLength(3);
  });

  test('delivered again, or by two at once, leaves the same', async () => {
    const object = await put(MIXED);
    await Promise.all([takeInLabels(platform.ports, object), takeInLabels(platform.ports, object)]);
    const before = kept();
    await takeInLabels(platform.ports, object);
    expect([kept(), before.length]).toEqual([before, 2]);
    expect((await known()).book.tally()).toMatchObject({ known: 2, repeated: 0 });
    expect(await events('churn')).toHaveLength(1);
    expect(platform.ports.publisher.published).toHaveLength(1);
  });
});

describe('what cannot be taken in', () => {
  test.each([
    ['nobody/labels/a.csv', /there is no model "nobody"/],
    ['No Model/labels/a.csv', /names no model/],
  ])('%s is told on the chain of the platform', async (key, fault) => {
    expect(await take('inferenceId,label\na,yes\n', key)).toMatchObject({ outcome: 'refused', labels: 0, wrong: 1 });
    expect(await events(PLATFORM_CHAIN)).toMatchObject([{ key, fault: expect.stringMatching(fault) }]);
    expect(platform.ports.publisher.published).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  test('for a model without data is told, and read where it lies once there is some', async () => {
    platform = testPlatform();
    await applied(platform);
    expect(await take('inferenceId,label\na,yes\n')).toMatchObject({ outcome: 'refused', labels: 0 });
    expect(await events('churn')).toMatchObject([{ mend: 'sluice upload churn data.csv' }]);
    expect((await known()).book.take('a', 1)?.label).toBe('yes');
  });

  test('for its size is told, and hinders nobody who reads the others', async () => {
    await take('inferenceId,label\na,yes\n', 'churn/labels/good.csv');
    const object = await put('inferenceId,label\nb,yes\n');
    const head = platform.objects.head.bind(platform.objects);
    platform.objects.head = async (address) => ({ ...(await head(address)), size: 65 * 1024 * 1024 });
    expect(await takeInLabels(platform.ports, object)).toMatchObject({ outcome: 'refused', labels: 0, wrong: 1 });
    const { book, faults } = await known();
    expect([book.tally().known, faults]).toMatchObject([1, [{ key: KEY, mend: 'put it there in several files' }]]);
  });

  test('a folder, a key of another kind, and a file that was deleted meanwhile are none', async () => {
    expect(await take('', 'churn/labels/')).toEqual({ outcome: 'no-labels' });
    expect(await take('x', 'churn/uploads/labels/a.csv')).toEqual({ outcome: 'no-labels' });
    expect(await takeInLabels(platform.ports, { bucket: 'data', key: 'churn/labels/gone.csv' })).toEqual({
      outcome: 'gone',
    });
    expect([kept(), await events('churn')]).toEqual([[], []]);
  });
});

test('who dies at any call, or loses any answer, leaves it to the next delivery; people are told, and no label is lost', async () => {
  /** @returns calls, and what is there in the end */
  async function play(death?: Death) {
    const of = await withContract();
    const object = await put(MIXED, { of });
    const calls: string[] = [];
    for (let delivery = 0; delivery < 5; delivery++) {
      const due = death && death.call >= calls.length ? { ...death, call: death.call - calls.length } : undefined;
      const ports = dying(of.ports, ['registry', 'objects', 'publisher'], (call) => calls.push(call), due);
      try {
        await takeInLabels(ports, object);
        break;
      } catch (error) {
        if (!(error instanceof Died)) throw error;
      }
      // A message comes back after an hour.
      of.clock.advance(3_600_000);
    }
    const { book, unreadable } = await known(of);
    const told = of.ports.publisher.published.length;
    return { calls, told, end: [kept(of), book.tally(), unreadable, await events('churn', of)] };
  }
  const whole = await play();
  expect(whole.told).toBe(1);
  const sent = whole.calls.indexOf('publisher.publish');
  for (const [call, name] of whole.calls.entries())
    for (const how of [
      { done: false, survives: false },
      { done: true, survives: true },
    ]) {
      const { told, end } = await play({ call, ...how });
      const where = `${name} (${call}), ${how.done ? 'done' : 'not done'}`;
      expect(end, where).toEqual(whole.end);
      // SNS cannot be asked what it took: where its answer, or the note of it, is lost, the message may come again.
      expect(told, where).toBeGreaterThanOrEqual(1);
      expect(told, where).toBeLessThanOrEqual(call >= sent ? 2 : 1);
    }
});
