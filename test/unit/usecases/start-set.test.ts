import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { UploadSetDue } from '../../../lib/core/contracts/incoming-events.ts';
import { announceUpload } from '../../../lib/core/usecases/uploads/announce-upload.ts';
import { retryUpload } from '../../../lib/core/usecases/uploads/retry-upload.ts';
import { startDueSet, startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import { runs } from '../../_properties.ts';
import { csv, type MemoryPlatform, memoryPlatform } from './_platform.ts';

const FOLDER = 'churn/uploads/november.set/';
const FILES = { 'a.csv': csv(120), 'b.csv': csv(120, 1, 2), 'c.csv': csv(60, 1, 3) };
const CLOSING = JSON.stringify({
  sluice: 1,
  files: Object.entries(FILES).map(([name, text]) => ({ name, bytes: text.length })),
});
const MINUTE = 60_000;

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
});

const put = (name: string, text: string, folder = FOLDER) => platform.upload(`${folder}${name}`, text);
const arrive = async (name: string, text: string, folder = FOLDER) =>
  startTraining(platform.ports, await put(name, text, folder));
const started = () => platform.ports.executions.started.length;
const refusals = () => platform.items('UPLOAD#').map(({ refusal, state }) => [state, refusal]);
/** Looks that were put off, as their queue delivers them. */
const due = () => platform.ports.uploadQueue.sent.map((message) => UploadSetDue.parse(message).detail);

describe('a set of files', () => {
  test('starts once, when all is there, whatever comes first and however often it is told of', async () => {
    const parts = [...Object.entries(FILES), ['_set.json', CLOSING] as const];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: 4 }), fc.array(fc.nat(3)), async (order, again) => {
        platform = memoryPlatform();
        await platform.apply();
        const there = [];
        for (const [name, text] of order) {
          const object = await put(name, text);
          there.push(object);
          expect(started()).toBe(0);
          await startTraining(platform.ports, object);
        }
        expect(started()).toBe(1);
        for (const index of again) if (there[index]) await startTraining(platform.ports, there[index]);
        for (const late of due()) await startDueSet(platform.ports, late);
        // A start of the same name is no other execution.
        expect(new Set(platform.ports.executions.started.map(({ name }) => name)).size).toBe(1);
        expect(platform.items('RUN#')).toHaveLength(1);
        expect(await platform.events()).toEqual(['model-applied', 'upload-received']);
      }),
      { numRuns: runs(30) },
    );
  });

  test('that is closed before its files waits for them', async () => {
    await arrive('_set.json', CLOSING);
    await arrive('a.csv', FILES['a.csv']);
    expect(due()).toMatchObject([{ folder: FOLDER, waitsFor: 'files', due: '2026-03-02T08:15:00.000Z' }]);
    platform.ports.clock.advance(5 * MINUTE);
    await arrive('b.csv', FILES['b.csv']);
    await arrive('c.csv', FILES['c.csv']);
    expect(started()).toBe(1);
  });

  test('whose file does not come within 15 minutes is refused by name, told once, and can be retried', async () => {
    await arrive('a.csv', FILES['a.csv']);
    await arrive('c.csv', FILES['c.csv']);
    await arrive('_set.json', CLOSING);
    const look = due().find(({ waitsFor }) => waitsFor === 'files');
    if (!look) throw new Error('no look was put off');
    platform.ports.clock.advance(14 * MINUTE);
    await startDueSet(platform.ports, look);
    expect(platform.items('UPLOAD#')).toEqual([]);
    platform.ports.clock.advance(MINUTE);
    for (const late of due()) await startDueSet(platform.ports, late);
    await startDueSet(platform.ports, look);
    expect(refusals()).toMatchObject([
      ['refused', { code: 'incomplete-set', message: expect.stringContaining('1 of 3 files: b.csv is not there') }],
    ]);
    expect(await platform.events()).toEqual(['model-applied', 'upload-refused']);
    expect(platform.ports.publisher.published).toHaveLength(1);
    const [message] = platform.ports.publisher.published;
    expect(message?.attributes).toMatchObject({ code: 'incomplete-set' });
    expect(message?.body).toContain('The upload november.set for churn was refused');
    expect(message?.body).toMatch(/Send what is missing, then: sluice retry churn/);

    // Late, it starts nothing by itself: somebody was told to send it and to retry.
    await arrive('b.csv', FILES['b.csv']);
    expect(started()).toBe(0);
    const [claim] = platform.items('UPLOAD#');
    const upload = String(claim?.['hash']);
    await retryUpload(platform.ports, { model: 'churn', upload, request: {}, principal: 'anna' });
    expect(started()).toBe(1);
    expect(platform.ports.publisher.published).toHaveLength(1);
  });

  test('that is never closed is refused an hour after its last file', async () => {
    await arrive('a.csv', FILES['a.csv']);
    platform.ports.clock.advance(40 * MINUTE);
    await arrive('b.csv', FILES['b.csv']);
    platform.ports.clock.advance(25 * MINUTE);
    const [first] = due();
    if (!first) throw new Error('no look was put off');
    await startDueSet(platform.ports, first);
    expect(platform.items('UPLOAD#')).toEqual([]);
    platform.ports.clock.advance(35 * MINUTE);
    for (const late of due()) await startDueSet(platform.ports, late);
    expect(refusals()).toMatchObject([
      ['refused', { code: 'incomplete-set', message: expect.stringContaining('2 files of the set came') }],
    ]);
    expect(platform.ports.publisher.published).toHaveLength(1);
    // Closed late, it is another upload.
    await arrive('c.csv', FILES['c.csv']);
    await arrive('_set.json', CLOSING);
    expect(started()).toBe(1);
  });

  test('that was announced, and of which nothing came, is refused a day later under its id', async () => {
    const request = { files: [{ name: 'a.csv', bytes: 10 }] };
    const { upload, key } = await announceUpload(
      { ...platform.ports, dataBucket: 'data' },
      { model: 'churn', request, principal: 'anna' },
    );
    const mark = key.replace('_set.json', '_announced.json');
    const { versionId = '', size } = await platform.ports.objects.head({ bucket: 'data', key: mark });
    await startTraining(platform.ports, { bucket: 'data', key: mark, versionId, size });
    const [look] = due();
    if (!look) throw new Error('no look was put off');
    platform.ports.clock.advance(24 * 60 * MINUTE - MINUTE);
    await startDueSet(platform.ports, look);
    expect(platform.items('UPLOAD#')).toEqual([]);
    platform.ports.clock.advance(MINUTE);
    await startDueSet(platform.ports, look);
    expect(platform.items('UPLOAD#')).toMatchObject([
      {
        upload,
        author: 'anna',
        state: 'refused',
        refusal: { code: 'incomplete-set', message: expect.stringContaining('none of its files came within a day') },
      },
    ]);
    expect(platform.ports.publisher.published).toHaveLength(1);
  });

  test('that was announced has a day from its last file on to be closed, with one look for all of it', async () => {
    const request = { files: [{ name: 'a.csv', bytes: 10 }] };
    const input = { model: 'churn', request, principal: 'anna' };
    const { key } = await announceUpload({ ...platform.ports, dataBucket: 'data' }, input);
    const folder = key.replace('_set.json', '');
    await arrive('_announced.json', '{}', folder);
    const [look] = due();
    if (!look) throw new Error('no look was put off');
    platform.ports.clock.advance(20 * 60 * MINUTE);
    await arrive('a.csv', '0123456789', folder);
    expect(due()).toEqual([look]);
    platform.ports.clock.advance(4 * 60 * MINUTE);
    await startDueSet(platform.ports, look);
    expect(platform.items('UPLOAD#')).toEqual([]);
    platform.ports.clock.advance(20 * 60 * MINUTE);
    for (const late of due().slice(1)) await startDueSet(platform.ports, late);
    expect(refusals()).toMatchObject([
      ['refused', { message: expect.stringContaining('1 file of the set came, and _set.json') }],
    ]);
  });

  test('is looked at again within what a queue can wait', async () => {
    await arrive('a.csv', FILES['a.csv']);
    platform.ports.clock.advance(15 * MINUTE);
    const [look] = due();
    if (!look) throw new Error('no look was put off');
    await startDueSet(platform.ports, look);
    expect(due()[1]).toEqual(look);
    expect(platform.ports.uploadQueue.delays.every((seconds) => seconds <= 900)).toBe(true);
  });

  test('whose closing object is no list is refused, and closed again it starts', async () => {
    for (const [name, text] of Object.entries(FILES)) await arrive(name, text);
    await arrive('_set.json', 'a.csv');
    expect(refusals()).toMatchObject([['refused', { code: 'unusable-set' }]]);
    await arrive('_set.json', CLOSING);
    expect(started()).toBe(1);
  });

  test('for no model is refused once, by its closing object', async () => {
    const ghost = 'ghost/uploads/x.set/';
    await arrive('a.csv', FILES['a.csv'], ghost);
    expect(await platform.events('_platform')).toEqual([]);
    await arrive('_set.json', CLOSING, ghost);
    expect(await platform.events('_platform')).toEqual(['upload-refused']);
  });
});
