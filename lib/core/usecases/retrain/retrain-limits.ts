/** Whether drift may start one more run of a model now. */
import type { RetrainLimits } from '../../contracts/manifest/schema.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { Registry } from '../../ports/registry.ts';
import { Retrain } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import { theRun } from '../run-record.ts';
import { overTrainingLimit } from '../runs/trainings-today.ts';

const DAY_MS = 86_400_000;
/** An event is tried for at most 14 days, so an incident is answered within them of its begin. */
const LONGEST_DELAY_MS = 14 * DAY_MS;

/**
 * Why not, in a sentence. Runs that were linked trained nothing and count for nothing.
 *
 * @param time now, ISO 8601; months and days are UTC
 */
export async function overRetrainLimit(
  { registry, policy }: { registry: Registry; policy: Policy },
  { model, time, limits }: { model: string; time: string; limits: RetrainLimits },
): Promise<{ code: string; message: string } | undefined> {
  const month = time.slice(0, 7);
  const now = Date.parse(time);
  const begin = Math.min(Date.parse(`${month}-01T00:00:00.000Z`), now - limits.coolDownDays * DAY_MS);
  const trained = (await retrainsSince(registry, model, begin)).sort().reverse();
  const [last] = trained;
  if (last !== undefined && now - Date.parse(last) < limits.coolDownDays * DAY_MS)
    return {
      code: 'cool-down',
      message: `drift started a run on ${last.slice(0, 10)}, and the manifest wants ${counted(limits.coolDownDays)} between two`,
    };
  const thisMonth = trained.filter((at) => at.startsWith(month)).length;
  if (thisMonth >= limits.mostPerMonth)
    return {
      code: 'monthly-budget',
      message: `drift started ${thisMonth} of the ${limits.mostPerMonth} runs the manifest allows in ${month} (UTC)`,
    };
  return overTrainingLimit(registry, { model, time, most: policy.maxTrainingsPerDay });
}

const counted = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

/** Times at which drift started a run that trained. */
async function retrainsSince(registry: Registry, model: string, begin: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { document } of newestFirst(registry, model, SK.retrain('', ''), Retrain)) {
    if (Date.parse(document.since) < begin - LONGEST_DELAY_MS) break;
    if (document.run === undefined || Date.parse(document.time) < begin) continue;
    if ((await theRun(registry, model, document.run)).document.state !== 'linked') found.push(document.time);
  }
  return found;
}
