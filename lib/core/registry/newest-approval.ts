/** The approval that counts for a version on a stage: the one asked for last. */
import { MAX_APPROVAL_DAYS } from '../contracts/policy.ts';
import type { Registry } from '../ports/registry.ts';
import type { Stored } from './documents.ts';
import { Approval } from './entities.ts';
import { SK } from './keys.ts';
import { newestFirst } from './newest-first.ts';
import { ulidTime } from './ulid-time.ts';

const DAY_MS = 86_400_000;
/** Older ones are expired whatever the policy said. A day more: ids are made by clocks that differ. */
const OLDEST_MS = (MAX_APPROVAL_DAYS + 1) * DAY_MS;

/** Of a version the one with the latest `requested`, which the chain orders; ids do so only nearly. */
export async function newestApproval(
  registry: Registry,
  { model, stage, version }: { model: string; stage: string; version: number },
  now: Date,
): Promise<Stored<Approval> | undefined> {
  let newest: Stored<Approval> | undefined;
  for await (const one of newestFirst(registry, model, SK.approval(stage, ''), Approval)) {
    const { approval, requested } = one.document;
    if (now.getTime() - ulidTime(approval) > OLDEST_MS) break;
    if (one.document.version === version && (!newest || requested > newest.document.requested)) newest = one;
  }
  return newest;
}
