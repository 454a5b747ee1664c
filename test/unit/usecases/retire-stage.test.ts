import { beforeEach, expect, test } from 'vitest';
import { change } from '../../../lib/core/registry/change.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Incident, Stage } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { retireStage, StageBusy } from '../../../lib/core/usecases/release/retire-stage.ts';
import { type MemoryPlatform, memoryPlatform } from './_platform.ts';

let platform: MemoryPlatform;
let deleted: string[];
const TIME = '2026-03-01T00:00:00.000Z';

const incident: Incident = {
  v: 1,
  model: 'churn',
  stage: 'production',
  kind: 'drift',
  untold: [],
  since: TIME,
  state: 'open',
  version: 1,
  report: 'r',
  columns: ['x'],
  last: TIME,
};

const live = (more: Partial<Stage> = {}): Stage => ({
  v: 1,
  model: 'churn',
  stage: 'production',
  endpoint: 'sluice-churn-production',
  serving: { version: 1, configuration: 'c', since: TIME, release: 'R' },
  unproved: { configuration: 'by-hand', endpointStatus: 'InService', since: TIME, release: 'R' },
  fence: 1,
  updated: TIME,
  ...more,
});

beforeEach(async () => {
  platform = memoryPlatform();
  deleted = [];
  await platform.apply();
});

const put = (stage: Stage) =>
  change(platform.ports, 'churn', async () => ({
    event: { kind: 'drift-opened', actor: 'sluice', data: {} },
    writes: [create(SK.stage('production'), stage), create(SK.incident('production', TIME), incident)],
    result: undefined,
  }));

const retire = (deleteEndpoint = async (name: string) => void deleted.push(name)) =>
  retireStage(
    { ...platform.ports, deleteEndpoint },
    { model: 'churn', stage: 'production', actor: 'teardown', release: '01J00000000000000000000000' },
  );

test('a stage that is retired serves nothing, and its incident is over', async () => {
  await put(live());
  expect(await retire()).toEqual({ retired: true });
  expect(deleted).toEqual(['sluice-churn-production']);
  const stage = platform.item('STAGE#production');
  expect(stage).not.toHaveProperty('serving');
  expect(stage).not.toHaveProperty('unproved');
  expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'closed', end: { reason: 'version-changed' } }]);
  expect((await platform.events()).slice(-2)).toEqual(['stage-retired', 'drift-closed']);

  const before = platform.ports.registry.dump();
  expect(await retire()).toEqual({ retired: false });
  expect(platform.ports.registry.dump()).toEqual(before);
});

test('what a retirement left open when it stopped half-way, the next one closes', async () => {
  const { serving: _gone, unproved: _found, ...empty } = live();
  await put(empty);
  expect(await retire()).toEqual({ retired: false });
  expect(deleted).toEqual([]);
  expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'closed' }]);
});

test('a stage that a release holds is not touched', async () => {
  await put(live({ lock: { release: 'R2', fence: 2, since: TIME } }));
  await expect(retire()).rejects.toBeInstanceOf(StageBusy);
  expect(deleted).toEqual([]);
  expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'open' }]);
});
