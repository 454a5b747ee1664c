/** Which items are in a sparse collection (GSI1): the store derives it, so that no writer can forget it. */
import type { Item } from '../ports/registry.ts';
import { collectionKey, modelKey, PLATFORM_CHAIN, SK, shardOf } from './keys.ts';

export interface Membership {
  gsi1pk: string;
  gsi1sk: string;
}

const isStage = (sk: string): boolean => sk.startsWith('STAGE#') && !sk.slice('STAGE#'.length).includes('#');

/** META of a model is in MODELS; a stage is in LIVE while it serves. */
export function membership(item: Item): Membership | undefined {
  const model = item.pk.slice(modelKey('').length);
  if (item.sk === SK.meta && model !== PLATFORM_CHAIN)
    return { gsi1pk: collectionKey('MODELS', shardOf(model)), gsi1sk: model };
  if (isStage(item.sk) && item['serving'] !== undefined)
    return { gsi1pk: collectionKey('LIVE', shardOf(model)), gsi1sk: `${model}#${item.sk}` };
  return undefined;
}
