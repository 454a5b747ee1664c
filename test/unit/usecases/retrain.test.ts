/** From an incident of drift to a run on the newest accepted data, and to nothing further. */
import { beforeEach, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../lib/core/contracts/functions/index.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Incident } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { requestApproval } from '../../../lib/core/usecases/approvals/request-approval.ts';
import { readDatasetReport } from '../../../lib/core/usecases/check/read-dataset-report.ts';
import { retrainOnDrift } from '../../../lib/core/usecases/retrain/retrain-on-drift.ts';
import { failRun } from '../../../lib/core/usecases/runs/fail-run.ts';
import { retryUpload } from '../../../lib/core/usecases/uploads/retry-upload.ts';
import { ran, trained, trainingTasks } from '../workflows/_training.ts';
import { csv, type MemoryPlatform, manifest, memoryPlatform } from './_platform.ts';

let platform: MemoryPlatform;
let played: ReturnType<typeof trainingTasks>;

const monitored = (monitoring: Record<string, unknown>, depth = 3) =>
  manifest({ monitoring, training: { algorithm: 'xgboost', hyperparameters: { maxDepth: depth } } });

beforeEach(async () => {
  platform = memoryPlatform();
  played = trainingTasks(platform);
  await platform.apply(monitored({ retrain: 'onDrift' }));
  await trained(platform, csv(), played);
});

const SINCE = '2026-03-02T09:00:00.000Z';
const opened = (since = SINCE) => ({ model: 'churn', stage: 'production', since });

async function incident(since = SINCE, state: Incident['state'] = 'open'): Promise<void> {
  const document: Incident = {
    ...{ v: 1, model: 'churn', stage: 'production', kind: 'drift', since, state, version: 1 },
    ...{ report: 'r.json', columns: ['x'], last: since, untold: [] },
  };
  await platform.ports.registry.put(create(SK.incident('production', since), document));
}

const retrain = (since = SINCE) => retrainOnDrift(platform.ports, opened(since));
const run = () => platform.items('RUN#').at(-1);
/** And a second, for the chain's time is ahead of the clock by what was written at once. */
const later = (days: number) => platform.ports.clock.advance(days * 86_400_000 + 1000);

describe('an incident of a model that retrains on drift', () => {
  test('starts one run on the newest accepted data, however often it is told', async () => {
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    const before = platform.ports.executions.started.length;
    const [first, ...more] = await Promise.all([retrain(), retrain(), retrain()]);
    expect(first).toMatchObject({ outcome: 'started', run: run()?.['run'] });
    expect([...more, await retrain()]).toEqual([first, first, first]);
    expect(platform.ports.executions.started).toHaveLength(before + 1);
    expect((await platform.events()).filter((kind) => kind === 'retrain-started')).toHaveLength(1);
  });

  test('trains without reading the upload again, and registers a version that says what started it', async () => {
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    const { objects, executions } = platform.ports;
    const { started } = executions;
    const { stream } = objects;
    objects.stream = (address, range) =>
      address.bucket === 'data' ? Promise.reject(new Error('expired')) : stream(address, range);
    const before = started.length;
    await retrain();
    expect(await ran(platform, played, before)).toMatchObject({ output: { outcome: 'registered', version: 2 } });
    const startedBy = { incident: 'drift', stage: 'production', since: SINCE };
    const [first] = platform.items('RUN#');
    expect(platform.item('VERSION#000002')).toMatchObject({
      startedBy,
      dataset: first?.['dataset'],
      contract: 1,
      manifestRevision: 2,
      parameters: { maxDepth: '5' },
    });
    expect(run()).toMatchObject({ startedBy, dataOf: first?.['run'], state: 'registered' });
    expect(played.events.at(-1)).toMatchObject({ kind: 'version-registered', startedBy: { stage: 'production' } });
    const report = await readDatasetReport(platform.ports, 'churn', String(run()?.['run']));
    expect(report).toMatchObject({ run: first?.['run'], rows: 200 });
  });

  test('releases nothing and asks for no approval', async () => {
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    const before = platform.ports.executions.started.length;
    await retrain();
    await ran(platform, played, before);
    expect(platform.item('VERSION#000002')).toBeDefined();
    for (const kind of ['STAGE#', 'RELEASE#', 'APPROVAL#']) expect(platform.items(kind)).toEqual([]);
    expect(platform.ports.executions.started.slice(before).map(({ stateMachine }) => stateMachine)).toEqual([
      platform.ports.stateMachines.training,
    ]);
  });

  test('is approved by people who are told that nobody asked for it', async () => {
    platform.ports.policy = Policy.parse({ stages: [{ name: 'staging' }, { name: 'production', approval: true }] });
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    const before = platform.ports.executions.started.length;
    await retrain();
    await ran(platform, played, before);
    const request = { model: 'churn', stage: 'production', request: { version: 2 }, principal: 'anna' };
    const { approval } = await requestApproval(platform.ports, request);
    expect(approval).toMatchObject({ version: 2, startedBy: { incident: 'drift', stage: 'production', since: SINCE } });
    const told = platform.ports.publisher.published.at(-1)?.body.replaceAll(/\s+/g, ' ');
    expect(told).toContain('Nobody asked for the run: drift of production since 2026-03-02 09:00 UTC started it.');
  });

  test('is linked to the run that trained on the same already, and leaves the newest data what it is', async () => {
    await incident();
    const before = platform.ports.executions.started.length;
    await retrain();
    await trained(platform, csv(240, 1, 3), trainingTasks(platform), 'churn/uploads/newer.csv');
    const newest = platform.item('META')?.['lastDataset'];
    expect(await ran(platform, played, before)).toMatchObject({ output: { outcome: 'linked' } });
    expect(played.training).toHaveLength(1);
    expect(platform.item('META')?.['lastDataset']).toBe(newest);
  });

  test('whose run failed is tried again on the same data', async () => {
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    await retrain();
    const { run: id, upload, startedBy, dataOf } = run() as Record<string, string>;
    const broken = { model: 'churn', run: String(id), upload: String(upload), step: 'train' as const };
    await failRun(platform.ports, { ...broken, reason: { code: 'training-failed', message: 'no capacity' } });
    const request = { model: 'churn', upload: String(upload), request: {}, principal: 'anna' };
    expect(await retryUpload(platform.ports, request)).toMatchObject({ startedBy, dataOf, attempt: 3 });
  });

  test('whose execution was not started is started by the next delivery', async () => {
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    await incident();
    const { executions } = platform.ports;
    const { start } = executions;
    const before = executions.started.length;
    executions.start = () => Promise.reject(new Error('away'));
    await expect(retrain()).rejects.toThrow('away');
    executions.start = start;
    await retrain();
    expect(executions.started).toHaveLength(before + 1);
  });
});

describe('nothing is started', () => {
  const reasons = () => platform.items('RETRAIN#').map(({ reason }) => (reason as { code?: string })?.code);

  test('within the days of cool-down, and that is told once', async () => {
    await platform.apply(monitored({ retrain: 'onDrift', retrainLimits: { coolDownDays: 3 } }, 5));
    await incident();
    await retrain();
    const second = '2026-03-04T09:00:00.000Z';
    later(2);
    await incident(second);
    const before = await platform.events();
    const refused = await retrain(second);
    expect(await retrain(second)).toEqual(refused);
    expect(refused).toMatchObject({ outcome: 'refused', reason: { code: 'cool-down' } });
    expect((await platform.events()).slice(before.length)).toEqual(['retrain-refused']);
    later(1);
    const third = '2026-03-05T09:00:00.000Z';
    await incident(third);
    expect(await retrain(third)).toMatchObject({ outcome: 'started' });
  });

  test('beyond the budget of the month, until the next begins', async () => {
    const limits = { coolDownDays: 0, mostPerMonth: 1 };
    await platform.apply(monitored({ retrain: 'onDrift', retrainLimits: limits }, 5));
    await incident();
    await retrain();
    later(10);
    const second = '2026-03-12T09:00:00.000Z';
    await incident(second);
    expect(await retrain(second)).toMatchObject({ reason: { code: 'monthly-budget' } });
    later(25);
    const third = '2026-04-05T09:00:00.000Z';
    await incident(third);
    expect(await retrain(third)).toMatchObject({ outcome: 'started' });
  });

  test('by a run that trained nothing: it costs no budget', async () => {
    await incident();
    const before = platform.ports.executions.started.length;
    await retrain();
    await ran(platform, played, before);
    expect(run()).toMatchObject({ state: 'linked' });
    await platform.apply(monitored({ retrain: 'onDrift' }, 5));
    const second = '2026-03-02T12:00:00.000Z';
    await incident(second);
    expect(await retrain(second)).toMatchObject({ outcome: 'started' });
  });

  test('after as many trainings as the platform allows a day', async () => {
    platform.ports.policy = { ...platform.ports.policy, maxTrainingsPerDay: 1 };
    await incident();
    expect(await retrain()).toMatchObject({ reason: { code: 'too-many-trainings' } });
  });

  test('once the incident has ended, and when the data would be read otherwise by now', async () => {
    await incident(SINCE, 'closed');
    await retrain();
    await platform.apply({ ...monitored({ retrain: 'onDrift' }), data: { target: 'churned', id: 'y' } });
    const second = '2026-03-02T12:00:00.000Z';
    await incident(second);
    await retrain(second);
    expect(reasons()).toEqual(['incident-closed', 'data-settings-changed']);
  });

  test.each([{}, { retrain: 'manual' }])('by the manifest %j, and nothing is recorded', async (monitoring) => {
    await platform.apply(monitored(monitoring, 5));
    await incident();
    const before = await platform.events();
    expect(await retrain()).toBeUndefined();
    expect(await platform.events()).toEqual(before);
    expect(platform.items('RETRAIN#')).toEqual([]);
  });

  test('for an incident that nobody recorded, for anybody may put an event', async () => {
    expect(await retrain()).toBeUndefined();
    expect(await retrainOnDrift(platform.ports, { ...opened(), model: 'ghost' })).toBeUndefined();
    expect(platform.items('RETRAIN#')).toEqual([]);
  });
});

test('a release is started by the API alone: nothing that runs by itself has the right', () => {
  const starters = FUNCTIONS.filter(({ needs }) =>
    needs.some(({ on, actions }) => on === 'release-state-machine' && actions.includes('states:StartExecution')),
  );
  expect(starters.length).toBeGreaterThan(0);
  for (const { area } of starters) expect(area).toBe('api');
});
