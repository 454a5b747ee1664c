/** What a stage served, newest first. */
import type { Registry } from '../ports/registry.ts';
import { StageHistory } from './entities.ts';
import { modelKey, SK } from './keys.ts';

const PAGE = 50;

export async function* stageHistory(registry: Registry, model: string, stage: string): AsyncGenerator<StageHistory> {
  let cursor: string | undefined;
  do {
    const page = await registry.list(modelKey(model), SK.history(stage, ''), {
      newestFirst: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    });
    for (const item of page.items) yield StageHistory.parse(item);
    cursor = page.cursor;
  } while (cursor);
}

/** The newest entry that `wanted` accepts. */
export async function newestServed(
  registry: Registry,
  model: string,
  stage: string,
  wanted: (entry: StageHistory) => boolean,
): Promise<StageHistory | undefined> {
  for await (const entry of stageHistory(registry, model, stage)) if (wanted(entry)) return entry;
  return undefined;
}
