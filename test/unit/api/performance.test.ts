/** Labels that come late, and how well the versions of a stage do. */
import { beforeEach, describe, expect, test } from 'vitest';
import { datasetPrefix } from '../../../lib/core/contracts/locations.ts';
import { PerformanceReport } from '../../../lib/core/performance/document.ts';
import { applied, codeOf, live, registered, type TestPlatform, testPlatform } from './_platform.ts';
import { type Asked, captured, contracted, heldOut, SCHEMA } from './_traffic.ts';

const PERFORMANCE = '/models/churn/stages/production/performance';
const OF_REGRESSION = { ...SCHEMA, task: 'regression' as const, target: { name: 'price', type: 'number' as const } };
const TIME = '2026-01-05T09:00:00.000Z';
const ULID = '01JD8Y0B7C3VX5KQ0000000001';
let platform: TestPlatform;

/** One live version whose contract and held-out scores are known. @returns its configuration */
async function served(schema = SCHEMA): Promise<string> {
  platform = testPlatform();
  await applied(platform);
  await registered(platform, 1, { run: ULID, datasetLocation: datasetPrefix('churn', ULID), task: schema.task });
  await heldOut(platform, ULID, schema);
  await contracted(platform, ULID);
  await live(platform, 1);
  const releases = await platform.call('GET', '/models/churn/stages/production/releases');
  return releases.body.items[0]?.configuration ?? '';
}

const send = (...labels: { inferenceId: string; row?: number; label: unknown }[]) =>
  platform.call('POST', '/models/churn/labels', { body: { labels } });
/** As somebody would who may write to the bucket. */
const file = (name: string, text: string) =>
  platform.objects.put({ bucket: 'data', key: `churn/labels/${name}` }, text);

async function performance(query: Record<string, string> = {}) {
  platform.clock.set('2026-01-06T09:00:00.000Z');
  const answer = await platform.call('GET', PERFORMANCE, { query });
  expect(answer.status).toBe(200);
  return PerformanceReport.parse(answer.body);
}

/** 40 requests of two rows, q0 to q39, a minute each. */
const asked = (event = 'e'): Asked[] =>
  Array.from({ length: 40 }, (_, i) => ({
    id: `q${i}`,
    event: `${event}${i}`,
    time: new Date(Date.parse(TIME) + i * 60_000).toISOString(),
    scores: [(i % 10) / 10, 0.9],
  }));

let configuration: string;
beforeEach(async () => {
  configuration = await served();
});

describe('labels', () => {
  test('are joined by inference id and row; coverage, delay and metrics follow', async () => {
    await captured(platform, configuration, asked());
    platform.clock.set('2026-01-05T19:00:00.000Z');
    const answer = await send(
      ...Array.from({ length: 20 }, (_, i) => ({ inferenceId: `q${i}`, label: i % 10 >= 5 ? 'yes' : 'no' })),
      { inferenceId: 'q0', row: 2, label: 'no' },
    );
    expect(answer).toMatchObject({ status: 201, body: { model: 'churn', labels: 21 } });
    const { configurations, labels } = await performance();
    expect(labels).toMatchObject({ known: 21, corrected: 0, repeated: 0, unmatched: 0, unreadable: 0 });
    expect(configurations).toMatchObject([
      { configuration, version: 1, requests: 40, rows: 80, labelled: 21, strangeLabels: 0, unread: {} },
    ]);
    const [one] = configurations;
    expect(one?.coverage).toBeCloseTo(21 / 80, 12);
    expect(one?.delayHours).toEqual({ median: expect.closeTo(10 - 9 / 60, 9), p90: expect.closeTo(10 - 1 / 60, 9) });
    expect(one?.measured['accuracy']?.value).toBeCloseTo(20 / 21, 12);
    expect(one?.heldOut).toHaveProperty('auc');
    // The held-out scores are right as they are, so what is expected of a row is its own score.
    const sure = asked().flatMap(({ scores }) => scores.map((score) => Math.max(score, 1 - score)));
    expect(one?.estimated['accuracy']?.value).toBeCloseTo(sure.reduce((a, b) => a + b) / sure.length, 6);
  });

  test('sent twice count once, one that is sent again otherwise replaces, and none is lost', async () => {
    await captured(platform, configuration, asked());
    await send({ inferenceId: 'q9', label: 'no' }, { inferenceId: 'q8', label: 'yes' });
    await send({ inferenceId: 'q8', label: 'yes' });
    platform.clock.advance(1000);
    await send({ inferenceId: 'q9', label: 'yes' }, { inferenceId: 'nobody', label: 'no' });
    const { configurations, labels } = await performance();
    expect(labels).toMatchObject({ known: 3, repeated: 1, corrected: 1, unmatched: 1 });
    expect(configurations[0]).toMatchObject({ labelled: 2, measured: { accuracy: { value: 1 } } });
    expect(
      Object.keys(platform.objects.dump('data')).filter((key) => key.startsWith('churn/kept-labels/')),
    ).toHaveLength(3);
  });

  test('may lie in files of the bucket; a wrong line costs itself and is told', async () => {
    await captured(platform, configuration, asked());
    await file('november.csv', 'inferenceId,label\r\nq8,yes\r\n"q9",yes\nq7\n\nq6,perhaps\n');
    await file('notes.txt', 'hello\n');
    const { configurations, labels } = await performance();
    expect(labels).toMatchObject({ known: 3, unreadable: 2 });
    const mend = expect.any(String);
    expect(labels.faults).toEqual([
      { key: 'churn/labels/notes.txt', line: 1, fault: expect.stringContaining('inferenceId,label'), mend },
      { key: 'churn/labels/november.csv', line: 4, fault: 'has 1 cells, not 2', mend },
    ]);
    expect(configurations[0]).toMatchObject({ labelled: 2, strangeLabels: 1 });
  });

  test.each([
    [[{ inferenceId: 'a', label: 'perhaps' }], '#/labels/0/label'],
    [
      [
        { inferenceId: 'a', label: 'yes' },
        { inferenceId: 'a', label: 'no' },
      ],
      '#/labels/1',
    ],
    [[{ inferenceId: 'a b', label: 'yes' }], '#/labels/0/inferenceId'],
    [[{ inferenceId: 'a', row: 0, label: 'yes' }], '#/labels/0/row'],
    [[{ inferenceId: 'a', label: ' ' }], '#/labels/0/label'],
    [[], '#/labels'],
  ])('%j are refused, and nothing is kept', async (labels, pointer) => {
    const answer = await send(...labels);
    expect([answer.status, codeOf(answer), answer.body.errors[0]?.pointer]).toEqual([400, 'invalid-request', pointer]);
    expect(platform.objects.dump('data')).toEqual({});
  });

  test('of too many files are refused with a way out, instead of being read in part', async () => {
    const at = platform.ports.ids;
    for (let i = 0; i <= 20_000; i++) await file(`${at.ulid()}.csv`, '');
    const answer = await platform.call('GET', PERFORMANCE);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'too-large']);
    expect(answer.body.mend).toContain('later begin');
  });

  test('before there is a contract nobody knows what a label is', async () => {
    platform = testPlatform();
    await applied(platform);
    expect(codeOf(await send({ inferenceId: 'a', label: 'yes' }))).toBe('unknown-contract');
  });
});

describe('captured requests', () => {
  test('count once each, and what cannot be read is told by its reason', async () => {
    await captured(platform, configuration, asked());
    await captured(platform, configuration, [
      ...asked().slice(5, 10),
      { event: 'x1', time: TIME, scores: [0.5], output: 'sorry' },
      { event: 'x2', time: TIME, scores: [0.5], output: 'yes,0.5\nno,0.1\n' },
      { event: 'x3', time: TIME, scores: [0.5], output: 'maybe,0.5\n' },
    ]);
    const { configurations } = await performance();
    expect(configurations[0]).toMatchObject({
      requests: 40,
      unread: { 'answer-not-readable': 1, 'answer-of-other-length': 1, 'answer-of-another-question': 1 },
    });
  });

  test('are those of the time that was asked for, seven days where none was', async () => {
    await captured(platform, configuration, asked());
    const from = '2026-01-05T09:10:00Z';
    expect((await performance({ from, to: '2026-01-05T09:20:00Z' })).configurations[0]?.requests).toBe(10);
    const { window } = await performance();
    expect(window).toEqual({ from: '2025-12-30T09:00:00.000Z', to: '2026-01-06T09:00:00.000Z' });
    expect((await platform.call('GET', PERFORMANCE, { query: { from, to: from } })).status).toBe(400);
    expect((await performance({ from: '2026-01-05T11:00:00Z' })).configurations).toEqual([]);
    const ever = { from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' };
    expect((await performance(ever)).configurations[0]?.requests).toBe(40);
  });

  test('of two configurations are told apart, as those of canary and champion are', async () => {
    await captured(platform, configuration, asked());
    await registered(platform, 2, { champion: 1, run: ULID, datasetLocation: datasetPrefix('churn', ULID) });
    await live(platform, 2);
    const [release] = (await platform.call('GET', '/models/churn/stages/production/releases')).body.items;
    const second = release?.configuration ?? '';
    await captured(platform, second, asked('f').slice(0, 30));
    const { configurations } = await performance();
    expect(configurations).toMatchObject([
      { configuration: second, version: 2, requests: 30 },
      { configuration, version: 1, requests: 40 },
    ]);
  });
});

test('of a regression errors are measured, and nothing is estimated', async () => {
  configuration = await served(OF_REGRESSION);
  await captured(
    platform,
    configuration,
    asked().map((one) => ({ ...one, scores: [1], output: '10.5\n' })),
  );
  await send(...Array.from({ length: 40 }, (_, i) => ({ inferenceId: `q${i}`, label: 10 + (i % 2) })));
  const [one] = (await performance()).configurations;
  expect(one).toMatchObject({ labelled: 40, estimated: {}, notEstimated: 'regression' });
  expect(one?.measured['mae']).toMatchObject({ value: 0.5 });
  expect(codeOf(await send({ inferenceId: 'a', label: 'yes' }))).toBe('invalid-request');
});

test('without the held-out scores it says that nothing can be estimated', async () => {
  await captured(platform, configuration, asked());
  await registered(platform, 2, {
    run: '01JD8Y0B7C3VX5KQ0000000002',
    datasetLocation: datasetPrefix('churn', ULID),
    champion: 1,
  });
  await live(platform, 2);
  const [release] = (await platform.call('GET', '/models/churn/stages/production/releases')).body.items;
  await captured(platform, release?.configuration ?? '', asked('f'));
  const [one] = (await performance()).configurations;
  expect(one).toMatchObject({ version: 2, estimated: {}, notEstimated: 'no-held-out-scores' });
});
