import { beforeEach, describe, expect, test } from 'vitest';
import { driftReportKey } from '../../../lib/core/contracts/locations.ts';
import type { DriftReport } from '../../../lib/core/drift/document.ts';
import { verifyChain } from '../../../lib/core/registry/chain.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Incident, Run } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { smallReport } from '../core/reports/_samples.ts';
import { applied, codeOf, live, registered, type TestPlatform, testPlatform } from './_platform.ts';

const driftReport = (configuration: string, from: string, to: string): DriftReport => ({
  v: 1,
  model: 'churn',
  stage: 'production',
  version: 1,
  configuration,
  window: { from, to },
  baselineDataset: 'rows-sha256-v2:0',
  rowsRead: 0,
  requests: 0,
  skipped: {},
  outcome: 'no-traffic',
  columns: [],
  budget: { falseAlarmsPerYear: 4, windowsPerYear: 8766, columns: 2, alpha: 0.0002 },
});

let platform: TestPlatform;
const get = (path: string, query: Record<string, string> = {}) => platform.call('GET', path, { query });
beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
});

test('versions are listed newest first, and told with their lineage', async () => {
  for (const version of [1, 2, 3]) await registered(platform, version);
  const { body } = await get('/models/churn/versions', { limit: '2' });
  expect(body.items.map(({ version }) => version)).toEqual([3, 2]);
  expect((await get('/models/churn/versions', { cursor: body.cursor })).body).toMatchObject({
    items: [{ version: 1 }],
  });
  const one = await get('/models/churn/versions/2');
  expect(one.body).toMatchObject({ version: 2, artifact: { uri: 's3://a' } });
  expect(Object.keys(one.body)).not.toEqual(expect.arrayContaining(['pk', 'sk', 'rev', 'v']));
  for (const bad of ['0', 'x', '1e3x', '9999999'])
    expect(codeOf(await get(`/models/churn/versions/${bad}`))).toBe('unknown-version');
});

test('stages are all the policy has, with what serves', async () => {
  await registered(platform, 1);
  await live(platform, 1);
  expect((await get('/models/churn/stages')).body.items).toMatchObject([
    { stage: 'staging', endpoint: 'sluice-churn-staging', approval: false },
    { stage: 'production', serving: { version: 1 } },
  ]);
});

describe('events', () => {
  test('come in order, page by page, and their chain holds against the head', async () => {
    for (const version of [1, 2, 3]) await registered(platform, version);
    const first = await get('/models/churn/events', { limit: '3' });
    expect(first.body.cursor).toBe('3');
    const second = await get('/models/churn/events', { cursor: first.body.cursor });
    expect(second.body.cursor).toBeUndefined();
    const { head } = (await get('/models/churn')).body;
    expect(verifyChain('churn', [...first.body.items, ...second.body.items], head)).toEqual({ ok: true, events: 4 });
  });

  test.each(['x', '-1', '1.5', '../'])('the cursor %j is refused', async (cursor) => {
    expect(codeOf(await get('/models/churn/events', { cursor }))).toBe('invalid-request');
  });
});

test('drift tells incidents and the newest reports of a stage, across configurations', async () => {
  const incident: Incident = {
    v: 1,
    model: 'churn',
    stage: 'production',
    since: '2026-01-05T06:00:00.000Z',
    state: 'open',
    version: 1,
    report: 'r',
    columns: ['age'],
    last: '2026-01-05T07:00:00.000Z',
  };
  await platform.registry.put(create(SK.incident('production', incident.since), incident));
  const windows = [
    ['conf-000002', '2026-01-05T06:00:00.000Z', '2026-01-05T07:00:00.000Z'],
    ['conf-000001', '2026-01-05T05:00:00.000Z', '2026-01-05T06:00:00.000Z'],
    ['conf-000001', '2026-01-05T04:00:00.000Z', '2026-01-05T05:00:00.000Z'],
  ] as const;
  for (const [configuration, from, to] of windows) {
    const key = driftReportKey('churn', 'production', configuration, from, to);
    await platform.objects.put({ bucket: 'artifacts', key }, JSON.stringify(driftReport(configuration, from, to)));
  }
  const ofStaging = driftReportKey('churn', 'staging', 'c', 'x', 'y');
  await platform.objects.put({ bucket: 'artifacts', key: ofStaging }, JSON.stringify(driftReport('c', 'x', 'y')));
  const { body } = await get('/models/churn/stages/production/drift', { limit: '2' });
  expect(body).toMatchObject({
    incidents: [{ state: 'open', columns: ['age'] }],
    reports: [{ window: { from: windows[0][1] } }, { window: { from: windows[1][1] } }],
  });
  expect(body.reports).toHaveLength(2);
  expect((await get('/models/churn/drift', { limit: '1' })).body.items).toMatchObject([
    { stage: 'staging', incidents: [], reports: [{ configuration: 'c' }] },
    { stage: 'production', incidents: [{ state: 'open' }], reports: [{ window: { from: windows[0][1] } }] },
  ]);
});

test('drift gives as many reports as fit into one answer, and says that there are more', async () => {
  for (const hour of ['01', '02', '03']) {
    const [from, to] = [`2026-01-05T${hour}:00:00.000Z`, `2026-01-05T${hour}:59:00.000Z`];
    const report = { ...driftReport('c', from, to), skipped: { ['x'.repeat(1_800_000)]: 1 } };
    const key = driftReportKey('churn', 'production', 'c', from, to);
    await platform.objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
  }
  const { body } = await get('/models/churn/stages/production/drift');
  expect(body).toMatchObject({ reports: [{}, {}], more: true });
  expect((await get('/models/churn/stages/production/drift', { limit: '2' })).body).toMatchObject({ more: false });
});

describe('the report of a dataset', () => {
  const run = {
    v: 1 as const,
    model: 'churn',
    run: '01JD8Y0B7C3VX5KQ0000000001',
    upload: 'u',
    attempt: 1,
    execution: 'e',
    author: 'anna',
  };
  const started = '2026-01-05T06:00:00.000Z';

  test('is what the check wrote beside the dataset', async () => {
    const document: Run = { ...run, state: 'registered', dataset: 'rows-sha256-v2:abc', started };
    await platform.ports.registry.put(create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), document));
    const report = smallReport({ run: '01JD8Y0B7C3VX5KQ0000000001' });
    const key = 'churn/datasets/01JD8Y0B7C3VX5KQ0000000001/report.json';
    await platform.ports.objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
    expect(await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/report')).toMatchObject({
      status: 200,
      body: report,
    });
  });

  test('is missing while nothing was accepted', async () => {
    await platform.ports.registry.put(
      create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), { ...run, state: 'refused', started } satisfies Run),
    );
    const answer = await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/report');
    expect(codeOf(answer)).toBe('unknown-report');
    expect(JSON.stringify(answer.body)).toContain('it is refused');
    expect(codeOf(await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000002/report'))).toBe('unknown-run');
  });

  test('is compared with that of a run that is there and accepted one', async () => {
    await platform.ports.registry.put(
      create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), { ...run, state: 'refused', started } satisfies Run),
    );
    const path = '/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/difference';
    const codeWith = async (id: string) => codeOf(await get(`${path}/${id}`));
    expect(await codeWith('01JD8Y0B7C3VX5KQ0000000001')).toBe('unknown-report');
    expect(await codeWith('01JD8Y0B7C3VX5KQ0000000002')).toBe('unknown-run');
    expect(await codeWith('latest')).toBe('unknown-run');
  });
});
