/** What the newest measured window says of a configuration that is being released: people see it, nothing follows from it. */
import type { Registry } from '../ports/registry.ts';
import type { Release, ReleaseProgress } from '../registry/entities.ts';
import { CAPTURE_DELAY_MS } from './drift-windows.ts';
import { windowSummaries } from './window-summaries.ts';

/** The longest window. */
const DAY_MS = 86_400_000;

/** @returns undefined while no window with its traffic was measured */
export async function canaryDrift(
  registry: Registry,
  { model, stage, configuration, requested }: Release,
  now: Date,
): Promise<ReleaseProgress['drift']> {
  const begin = Date.parse(requested);
  if (now.getTime() - begin < CAPTURE_DELAY_MS) return undefined;
  const time = { from: new Date(begin - DAY_MS).toISOString(), to: now.toISOString() };
  for await (const summary of windowSummaries(registry, { model, stage, ...time })) {
    if (summary.configuration !== configuration) continue;
    const { from, to, outcome, called } = summary;
    return { from, to, outcome, columns: called };
  }
  return undefined;
}
