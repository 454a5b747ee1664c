/** What the newest measured window says of a configuration that is being released: people see it, nothing follows from it. */
import { LOOK_AT_MINUTE } from '../../contracts/monitoring-schedule.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Release, ReleaseProgress } from '../../registry/entities.ts';
import { windowSummaries } from '../drift/window-summaries.ts';

/** No window is looked at sooner. */
const LOOK_AFTER_MS = LOOK_AT_MINUTE * 60_000;
/** The longest window. */
const DAY_MS = 86_400_000;

/** @returns undefined while no window with its traffic was measured */
export async function canaryDrift(
  registry: Registry,
  { model, stage, configuration, requested }: Release,
  now: Date,
): Promise<ReleaseProgress['drift']> {
  const begin = Date.parse(requested);
  if (now.getTime() - begin < LOOK_AFTER_MS) return undefined;
  const time = { from: new Date(begin - DAY_MS).toISOString(), to: now.toISOString() };
  for await (const summary of windowSummaries(registry, { model, stage, ...time })) {
    if (summary.configuration !== configuration) continue;
    const { from, to, outcome, called } = summary;
    return { from, to, outcome, columns: called };
  }
  return undefined;
}
