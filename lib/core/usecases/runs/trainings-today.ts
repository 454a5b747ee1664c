/** How often a model trained today, against what the platform allows. */
import type { Registry } from '../../ports/registry.ts';
import { Run } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';

/**
 * Whether one more is too many, in a sentence. Runs that were refused or linked did not train.
 *
 * @param time now, ISO 8601; the day is UTC
 */
export async function overTrainingLimit(
  registry: Registry,
  { model, time, most }: { model: string; time: string; most: number },
): Promise<{ code: 'too-many-trainings'; message: string } | undefined> {
  const trained = await trainingsOf(registry, model, time.slice(0, 10), most);
  if (trained < most) return undefined;
  return {
    code: 'too-many-trainings',
    message: `${model} has trained ${trained} times today (UTC), the platform allows ${most}; upload again tomorrow`,
  };
}

/** Runs of a day (`yyyy-mm-dd`) that train or trained, counted no further than `most`. Run ids ascend with time. */
async function trainingsOf(registry: Registry, model: string, day: string, most: number): Promise<number> {
  let trained = 0;
  let cursor: string | undefined;
  do {
    const page = await registry.list(modelKey(model), SK.run(''), {
      newestFirst: true,
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const runs = page.items.map((item) => Run.parse(item));
    trained += runs.filter(({ started, state }) => started >= day && state !== 'refused' && state !== 'linked').length;
    cursor = trained < most && runs.every(({ started }) => started >= day) ? page.cursor : undefined;
  } while (cursor !== undefined);
  return trained;
}
