import { beforeEach, describe, expect, it } from 'vitest';
import type { Remains } from '../../../lib/core/ports/remains.ts';
import type { TeardownPlan } from '../../../lib/core/usecases/teardown/plan-teardown.ts';
import { tearDown } from '../../../lib/core/usecases/teardown/tear-down.ts';
import { type MemoryPlatform, memoryPlatform } from './_platform.ts';

let platform: MemoryPlatform;
let done: string[];
beforeEach(async () => {
  platform = memoryPlatform();
  done = [];
  await platform.apply();
});

const noted = (what: string) => async (on: unknown) => {
  done.push(`${what} ${typeof on === 'string' ? on : JSON.stringify(on)}`);
};
const remains = {
  stopExecution: noted('stop'),
  stopJob: noted('stop'),
  deleteEndpoint: noted('delete'),
  deleteConfiguration: noted('delete'),
  deleteModel: noted('delete'),
  deleteAlarms: noted('delete'),
} as unknown as Remains;

const plan: TeardownPlan = {
  stages: [{ model: 'churn', stage: 'production', version: 1 }],
  endpoints: [{ name: 'sluice-churn-production', instances: [] }],
  trainings: ['arn:aws:states:eu-west-1:123456789012:execution:sluice-training:abc-1'],
  jobs: [{ kind: 'transform', name: 'sluice-churn-abc-1-c0-0' }],
  configurations: ['sluice-churn-production-000001'],
  models: ['sluice-churn-0123456789abcdef'],
  alarms: ['sluice-churn-production-drift'],
  strange: [{ name: 'sluice-experiment', instances: [] }],
  kept: [],
};

/** Serving, as a release left it. */
async function serve(more: object = {}): Promise<void> {
  const time = '2026-03-02T08:00:00.000Z';
  await platform.ports.registry.put({
    when: 'absent',
    item: {
      pk: 'M#churn',
      sk: 'STAGE#production',
      v: 1,
      model: 'churn',
      stage: 'production',
      endpoint: 'sluice-churn-production',
      fence: 1,
      serving: { version: 1, configuration: 'sluice-churn-production-000001', release: '01J', since: time },
      updated: time,
      ...more,
    },
  });
}

describe('a teardown', () => {
  it('stops what could make more, retires, then removes what is left; not what only bears the name', async () => {
    await serve();
    const said: string[] = [];
    const torn = await tearDown({ ...platform.ports, remains }, plan, 'teardown', (text) => said.push(text));
    expect(torn).toEqual({
      trainings: 1,
      stages: ['churn/production'],
      endpoints: 1,
      configurations: 1,
      models: 1,
      alarms: 1,
    });
    expect(done).toEqual([
      'stop arn:aws:states:eu-west-1:123456789012:execution:sluice-training:abc-1',
      'stop {"kind":"transform","name":"sluice-churn-abc-1-c0-0"}',
      'delete sluice-churn-production',
      'delete sluice-churn-production',
      'delete sluice-churn-production-000001',
      'delete sluice-churn-0123456789abcdef',
      'delete ["sluice-churn-production-drift"]',
    ]);
    expect(said).toEqual([
      'stopping training abc-1',
      'retiring churn/production',
      'removing endpoint configurations, models and alarms',
    ]);
    expect((await platform.events()).at(-1)).toBe('stage-retired');
    expect(platform.item('STAGE#production')).not.toHaveProperty('serving');
  });

  it('ends at a stage whose release began after the plan, and has removed nothing of it', async () => {
    await serve({ lock: { release: '01K', fence: 2, since: '2026-03-02T08:00:00.000Z' } });
    await expect(tearDown({ ...platform.ports, remains }, plan, 'teardown', () => undefined)).rejects.toThrow(
      'release 01K of churn/production is under way',
    );
    expect(done.filter((one) => one.startsWith('delete'))).toEqual([]);
  });
});
