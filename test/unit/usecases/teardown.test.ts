import { describe, expect, it } from 'vitest';
import { keptText, planText, strangeText } from '../../../lib/cli/output/teardown.ts';
import type { Registry } from '../../../lib/core/ports/registry.ts';
import type { Remains } from '../../../lib/core/ports/remains.ts';
import { planTeardown } from '../../../lib/core/usecases/teardown/plan-teardown.ts';

const live = {
  v: 1,
  model: 'churn',
  stage: 'production',
  endpoint: 'ml-churn-production',
  fence: 3,
  serving: {
    version: 7,
    configuration: 'ml-churn-production-000003',
    release: '01J',
    since: '2026-03-02T08:00:00.000Z',
  },
  updated: '2026-03-02T08:00:00.000Z',
};
const registry = {
  async *collection(name: 'MODELS' | 'LIVE') {
    yield* (name === 'MODELS' ? [{ model: 'churn' }, { model: 'bikes' }] : [live]) as never[];
  },
} as unknown as Registry;
const nothing = async () => [];
const remains = (more: Partial<Remains> = {}): Remains =>
  ({
    endpoints: nothing,
    configurations: nothing,
    models: nothing,
    alarms: nothing,
    executions: nothing,
    jobs: nothing,
    kept: nothing,
    ...more,
  }) as Remains;
const plan = (more: Partial<Remains> = {}) => planTeardown({ registry, remains: remains(more), platform: 'ml' });
const m5 = (count: number) => [{ type: 'ml.m5.large', count }];

describe('the plan of a teardown', () => {
  it('names live stages, and what they cost while they live', async () => {
    const { stages, endpoints } = await plan({
      endpoints: async () => [{ name: 'ml-churn-production', instances: m5(2) }],
    });
    expect(stages).toEqual([{ model: 'churn', stage: 'production', version: 7 }]);
    expect(endpoints).toEqual([{ name: 'ml-churn-production', instances: m5(2), monthly: 0.115 * 2 * 730 }]);
  });

  it('leaves alone what only bears the name, and says so', async () => {
    const { endpoints, strange, models, alarms, configurations, jobs } = await plan({
      endpoints: async () => [
        { name: 'ml-experiment', instances: [{ type: 'ml.p5.48xlarge', count: 1 }] },
        { name: 'ml-bikes-staging', instances: m5(1) },
      ],
      models: async () => ['ml-churn-0123456789abcdef', 'ml-churning', 'ml-experiment'],
      alarms: async () => ['ml-churn-production-000003-errors', 'ml-budget'],
      configurations: async () => ['ml-bikes-staging-000001', 'ml-experiment-1'],
      jobs: async () => [
        { kind: 'training', name: 'ml-churn-0123456789ab-1-t0-0' },
        { kind: 'training', name: 'ml-experiment' },
      ],
    });
    expect(endpoints.map(({ name }) => name)).toEqual(['ml-bikes-staging']);
    expect(strange).toEqual([{ name: 'ml-experiment', instances: [{ type: 'ml.p5.48xlarge', count: 1 }] }]);
    expect([models, alarms, configurations, jobs.map(({ name }) => name)]).toEqual([
      ['ml-churn-0123456789abcdef'],
      ['ml-churn-production-000003-errors'],
      ['ml-bikes-staging-000001'],
      ['ml-churn-0123456789ab-1-t0-0'],
    ]);
    expect(strangeText(strange).join()).toMatch(
      /left alone: endpoint ml-experiment \(1 x ml\.p5\.48xlarge, not known a month\)/,
    );
  });

  it('is refused while a release is under way, which is named', async () => {
    const executions: Remains['executions'] = async (machine) =>
      machine === 'release' ? ['arn:aws:states:eu-west-1:123456789012:execution:ml-release:churn-production-01J'] : [];
    await expect(plan({ executions })).rejects.toThrow('1 releases are under way: churn-production-01J');
  });

  it('reads well: what dies, what stays, what that costs', async () => {
    const text = planText(
      'ml',
      await plan({
        endpoints: async () => [{ name: 'ml-churn-production', instances: m5(2) }],
        models: async () => ['ml-churn-0123456789abcdef'],
        kept: async () => [
          { what: 'uploads (bucket b)', bytes: 3 * 2 ** 30, monthly: 0.069, ends: 'until it is deleted by hand' },
          { what: 'captured requests (bucket c)', ends: 'by its own expiry' },
          { what: 'alarm over dead letters', monthly: 0.1, ends: 'with the stacks' },
        ],
      }),
    );
    expect(text.split('\n')).toEqual([
      'Of the platform ml these end, and nobody is served any more:',
      '  churn/production  serves version 7',
      '  endpoint ml-churn-production  2 x ml.m5.large  $167.90 a month',
      '  1 SageMaker model',
      'The versions stay: a release of one makes its SageMaker model again.',
      '  kept                                      size    a month  ends',
      '  uploads (bucket b)                        3 GB      $0.07  until it is deleted by hand',
      '  captured requests (bucket c)  not measured yet  not known  by its own expiry',
      '  alarm over dead letters                             $0.10  with the stacks',
      '  (list prices of us-east-1, 2026-11-01; sizes as AWS last measured them)',
    ]);
  });

  it('never says nothing costs nothing for what costs little', () => {
    expect(keptText([{ what: 'x', bytes: 12, monthly: 1e-9, ends: 'y' }])).toContain('under $0.01');
    expect(keptText([{ what: 'x', bytes: 0, monthly: 0, ends: 'y' }])).toContain('0 B    $0.00');
  });
});
