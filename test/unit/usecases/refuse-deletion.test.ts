import { describe, expect, it } from 'vitest';
import { type Registry, RegistryGone } from '../../../lib/core/ports/registry.ts';
import { deletionRefusal } from '../../../lib/core/usecases/teardown/refuse-deletion.ts';

const stage = (model: string, name: string) => ({
  pk: `M#${model}`,
  sk: `STAGE#${name}`,
  v: 1,
  rev: 1,
  model,
  stage: name,
  endpoint: `ml-${model}-${name}`,
  fence: 1,
  serving: {
    version: 1,
    configuration: `ml-${model}-${name}-000001`,
    sagemakerModel: 'm',
    since: '2026-03-02T08:00:00.000Z',
  },
  updated: '2026-03-02T08:00:00.000Z',
});

/** A registry that has these live stages, or fails. */
const registryOf = (live: object[] | Error): Pick<Registry, 'collection'> => ({
  async *collection() {
    if (live instanceof Error) throw live;
    yield* live as never[];
  },
});
const refusal = (live: object[] | Error) => deletionRefusal({ registry: registryOf(live) as Registry, platform: 'ml' });

describe('a stack', () => {
  it('may go when nothing is live', async () => {
    expect(await refusal([])).toBeUndefined();
  });

  it('stays while a stage is live, which is named with the command that ends it', async () => {
    expect(await refusal([stage('churn', 'production')])).toBe(
      'a stage is live: churn/production. First: sluice --platform ml teardown',
    );
    const many = Array.from({ length: 300 }, (_, i) => stage(`model-${i}`, 'production'));
    const text = (await refusal(many)) ?? '';
    expect(text).toContain('model-9/production and 290 more');
    expect(text.length).toBeLessThan(1000);
  });

  it('may go when the registry is gone', async () => {
    expect(await refusal(new RegistryGone('the registry table is not there'))).toBeUndefined();
  });

  it('does not go by a fault', async () => {
    await expect(refusal(new Error('throttled'))).rejects.toThrow('throttled');
  });
});
