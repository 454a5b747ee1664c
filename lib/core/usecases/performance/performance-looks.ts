/** Which days of a stage were looked at: written when all that follows from the look is done. */
import type { Registry } from '../../ports/registry.ts';
import { itemOf } from '../../registry/documents.ts';
import { PerformanceLook } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';

type Day = Pick<PerformanceLook, 'model' | 'stage' | 'from'>;

export async function keepLook(registry: Registry, look: Omit<PerformanceLook, 'v'>): Promise<void> {
  await registry.put({ item: itemOf(SK.performanceLook(look.stage, look.from), { v: 1, ...look }), when: 'any' });
}

export async function isLookedAt(registry: Registry, { model, stage, from }: Day): Promise<boolean> {
  return (await registry.get(modelKey(model), SK.performanceLook(stage, from))) !== undefined;
}

/** Begins of the newest `most` days that were looked at. */
export async function daysLookedAt(
  registry: Registry,
  { model, stage }: Pick<Day, 'model' | 'stage'>,
  most: number,
): Promise<Set<string>> {
  const options = { newestFirst: true, limit: most };
  const { items } = await registry.list(modelKey(model), SK.performanceLook(stage, ''), options);
  return new Set(items.map((item) => PerformanceLook.parse(item).from));
}
