/** Versions of the contract, from the first upload to one that is let through on purpose, over the real workflow. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/core/contracts/problems.ts';
import { acceptContract } from '../../../lib/core/usecases/check/accept-contract.ts';
import { readContract } from '../../../lib/core/usecases/check/read-contract.ts';
import { retryUpload } from '../../../lib/core/usecases/uploads/retry-upload.ts';
import { csv, type MemoryPlatform, manifest, memoryPlatform } from '../usecases/_platform.ts';
import { ran, trained, trainingTasks } from './_training.ts';

let platform: MemoryPlatform;
let played: ReturnType<typeof trainingTasks>;
beforeEach(async () => {
  platform = memoryPlatform();
  // Whatever the unit of x is.
  played = trainingTasks(platform, ([x = '0']) => {
    const share = (Number(x) > 101 ? Number(x) / 1000 : Number(x)) / 101;
    return `${share > 0.5 ? 'yes' : 'no'},${share}`;
  });
  await platform.apply();
  await trained(platform, csv(), played);
});

const runs = () => platform.items('RUN#');
const last = () => runs().at(-1);
const contracts = () =>
  platform
    .items('CONTRACT#')
    .map(({ sk, origin, run, author, reason, refusal }) => ({ sk, origin, run, author, reason, refusal }));
const accept = (
  reason = 'metres since November',
  {
    principal = 'ben',
    idempotencyKey,
    run = String(last()?.['run']),
  }: { principal?: string; idempotencyKey?: string; run?: string } = {},
) =>
  acceptContract(platform.ports, {
    model: 'churn',
    request: { run, reason },
    principal,
    idempotencyKey,
  });
const workflow = () => ran(platform, played, platform.ports.executions.started.length - 1);
const codeOf = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem ? error.code : error;
};
/** As `csv`, with a column more, and x with a fraction. */
const wider = () =>
  csv()
    .trim()
    .split('\n')
    .map((line, i) => (i === 0 ? `${line},z` : `${line.replace(',', '.5,')},${i % 3}`))
    .join('\n');

test('the first accepted upload makes version 1, and its versions name it', async () => {
  expect(contracts()).toEqual([
    { sk: 'CONTRACT#000001', origin: 'first-upload', run: last()?.['run'], author: 'unattributed' },
  ]);
  expect(platform.item('META')).toMatchObject({ contract: 1 });
  expect(last()).toMatchObject({ contract: 1 });
  expect(platform.item('VERSION#000001')).toMatchObject({ contract: 1 });
  await trained(platform, csv(300), played, 'churn/uploads/more.csv');
  expect(platform.items('CONTRACT#')).toHaveLength(1);
  expect(platform.item('VERSION#000002')).toMatchObject({ contract: 1 });
});

test('a manifest that asks for other columns begins the next version, and one that declares another type too', async () => {
  await platform.apply(manifest({ data: { target: 'churned', ignore: ['y'] } }));
  await trained(platform, csv(210), played, 'churn/uploads/b.csv');
  await platform.apply(manifest({ data: { target: 'churned', ignore: ['y'], columns: { x: { type: 'number' } } } }));
  await trained(platform, csv(220), played, 'churn/uploads/c.csv');
  expect(contracts().map(({ origin }) => origin)).toEqual(['first-upload', 'manifest-changed', 'manifest-changed']);
});

describe('an upload in another unit', () => {
  beforeEach(async () => {
    await trained(platform, csv(200, 1000), played, 'churn/uploads/metres.csv');
    expect(last()).toMatchObject({ state: 'refused', reason: { code: 'unit-change' } });
  });

  test('is let through once, with author and reason, and is what the next is compared with', async () => {
    const before = last()?.['run'];
    const again = await accept();
    expect(again).toMatchObject({ state: 'running', attempt: 2, author: 'unattributed' });
    expect(await workflow()).toMatchObject({ status: 'SUCCEEDED' });
    expect(last()).toMatchObject({ contract: 2, acceptance: { by: 'ben', accepts: 'values', refusal: 'unit-change' } });
    expect(contracts()[1]).toEqual({
      sk: 'CONTRACT#000002',
      origin: 'accepted',
      run: again.run,
      author: 'ben',
      reason: 'metres since November',
      refusal: 'unit-change',
    });
    const events = await platform.ports.registry.events('churn');
    expect(events.find(({ kind }) => kind === 'contract-accepted')).toMatchObject({
      actor: 'ben',
      data: { before, run: again.run, refusal: 'unit-change', accepts: 'values', reason: 'metres since November' },
    });
    expect(events.filter(({ kind }) => kind === 'dataset-accepted').map(({ data }) => data['contract'])).toEqual([
      1, 2,
    ]);

    await trained(platform, csv(210, 1000), played, 'churn/uploads/next.csv');
    expect(last()).toMatchObject({ contract: 2, dataset: expect.any(String) });
    await trained(platform, csv(220), played, 'churn/uploads/old-unit.csv');
    expect(last()).toMatchObject({ state: 'refused', reason: { code: 'unit-change' } });
    expect(await readContract(platform.ports, 'churn')).toMatchObject({
      contract: 2,
      origin: 'accepted',
      schema: { columns: [{ name: 'x', type: 'integer' }, { name: 'y' }] },
      versions: [{ contract: 2 }, { contract: 1 }],
    });
  });

  test('asked twice, it is one run', async () => {
    const asked = { idempotencyKey: 'key-1', run: String(last()?.['run']) };
    const first = await accept('metres', asked);
    expect((await accept('metres', asked)).run).toBe(first.run);
    expect((await accept('once more', { principal: 'anna' })).run).toBe(first.run);
    expect(runs()).toHaveLength(3);
    expect((await platform.events()).filter((kind) => kind === 'contract-accepted')).toHaveLength(1);
    await workflow();
    expect(await codeOf(accept())).toBe('not-acceptable');
  });

  test('stays accepted when its run breaks before the check, and is retried', async () => {
    await accept();
    const { TrainingCheck } = played.tasks;
    played.tasks['TrainingCheck'] = () => {
      throw new Error('broken');
    };
    await workflow().catch(() => undefined);
    played.tasks['TrainingCheck'] = TrainingCheck ?? (() => ({}));
    const stored = last();
    if (stored?.['state'] !== 'failed')
      await platform.ports.registry.put({ item: { ...stored, state: 'failed' } as never, when: 'any' });
    const upload = String(stored?.['upload']);
    await retryUpload(platform.ports, { model: 'churn', upload, request: {}, principal: 'anna' });
    await workflow();
    expect(last()).toMatchObject({ attempt: 3, contract: 2, acceptance: { by: 'ben' } });
  });
});

test('other columns and types are taken from an upload that is accepted', async () => {
  await trained(platform, wider(), played, 'churn/uploads/wider.csv');
  expect(last()).toMatchObject({ state: 'refused', reason: { code: 'header-mismatch' } });
  await accept('z is new');
  await workflow();
  expect(last()).toMatchObject({ contract: 2, acceptance: { accepts: 'columns' } });
  expect((await readContract(platform.ports, 'churn')).schema.columns).toEqual([
    { name: 'x', type: 'number' },
    { name: 'y', type: 'integer' },
    { name: 'z', type: 'integer' },
  ]);
});

test('what is wrong by itself is not accepted, nor what was not refused', async () => {
  expect(await codeOf(accept())).toBe('not-acceptable');
  await trained(platform, 'x,y\n1,2\n', played, 'churn/uploads/no-target.csv');
  expect(last()).toMatchObject({ reason: { code: 'target-missing' } });
  expect(await codeOf(accept())).toBe('not-acceptable');
  const unknown = { run: '01J00000000000000000000000', reason: 'x' };
  expect(await codeOf(acceptContract(platform.ports, { model: 'churn', request: unknown, principal: 'ben' }))).toBe(
    'unknown-run',
  );
  expect(await platform.events()).not.toContain('contract-accepted');
});

test('before the first upload there is no contract', async () => {
  const empty = memoryPlatform();
  await empty.apply();
  expect(await codeOf(readContract(empty.ports, 'churn'))).toBe('unknown-contract');
});
