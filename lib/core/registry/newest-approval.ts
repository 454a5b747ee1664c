/** The approval that counts for a version on a stage: the one asked for last. */
import { MAX_APPROVAL_DAYS } from '../contracts/policy.ts';
import type { Registry } from '../ports/registry.ts';
import type { Stored } from './documents.ts';
import { Approval } from './entities.ts';
import { modelKey, SK } from './keys.ts';
import { ulidTime } from './ulid-time.ts';

const DAY_MS = 86_400_000;
/** Older ones are expired whatever the policy said. A day more: ids are made by clocks that differ. */
const OLDEST_MS = (MAX_APPROVAL_DAYS + 1) * DAY_MS;
const PAGE = 50;

/** Of equal version and stage the one with the latest `requested`, which the chain orders; ids do so only nearly. */
export async function newestApproval(
  registry: Registry,
  { model, stage, version }: { model: string; stage: string; version: number },
  now: Date,
): Promise<Stored<Approval> | undefined> {
  let newest: Stored<Approval> | undefined;
  let cursor: string | undefined;
  do {
    const page = await registry.list(modelKey(model), SK.approval(stage, ''), {
      newestFirst: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    });
    for (const item of page.items) {
      const document = Approval.parse(item);
      if (now.getTime() - ulidTime(document.approval) > OLDEST_MS) return newest;
      if (document.version !== version) continue;
      if (!newest || document.requested > newest.document.requested) newest = { document, rev: item.rev };
    }
    cursor = page.cursor;
  } while (cursor);
  return newest;
}
