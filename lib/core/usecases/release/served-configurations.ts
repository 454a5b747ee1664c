/** Which configurations of a stage had traffic when: canary and champion lie beside each other, each with a time of its own. */
import type { DriftRole } from '../../drift/document.ts';
import type { Registry } from '../../ports/registry.ts';
import { Release, type Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import type { Window } from '../drift-windows.ts';

export interface ServedConfiguration {
  configuration: string;
  version: number;
  /** [from, until), ISO 8601; no `until`: to this day. */
  from: string;
  until?: string | undefined;
}

/** A shift of traffic is seen some time after it was made. */
const SEEN_LATE_MS = 2 * 60_000;
/** Releases that are looked through for the one that made a configuration. */
const MOST_RELEASES = 500;

/** Those that may have had traffic after `since`, newest first. @param since ISO 8601 */
export async function servedConfigurations(
  registry: Registry,
  { model, stage, serving }: Stage,
  since: string,
): Promise<ServedConfiguration[]> {
  const found: ServedConfiguration[] = [];
  // What a release went live over served until its end.
  let until: string | undefined;
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release)) {
    const { configuration, version, state, requested, shifted, ended } = document;
    const from = shifted === undefined ? requested : new Date(Date.parse(shifted) - SEEN_LATE_MS).toISOString();
    if (state === 'live') {
      found.push({ configuration, version, from, until });
      until = ended;
      if (ended !== undefined && ended <= since) break;
    } else if (shifted !== undefined) found.push({ configuration, version, from, until: ended });
  }
  if (!serving) return found;
  const { configuration, version } = serving;
  const from = found.find((each) => each.configuration === configuration)?.from ?? serving.since;
  return [{ configuration, version, from }, ...found.filter((each) => each.configuration !== configuration)];
}

export const hadTrafficIn = ({ from, until }: ServedConfiguration, window: Window): boolean =>
  from < window.to && (until === undefined || until > window.from);

/** What a configuration was to its stage in a window, as it is known now; undefined for one that no release made. */
export async function roleOf(
  registry: Registry,
  { model, stage, serving }: Pick<Stage, 'model' | 'stage' | 'serving'>,
  configuration: string,
  window: Window,
): Promise<DriftRole | undefined> {
  // Since when, and until when, it was what the stage serves.
  let since: string | undefined;
  let until: string | undefined;
  let isKnown = false;
  let seen = 0;
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release)) {
    isKnown = document.configuration === configuration;
    const isLive = document.state === 'live';
    if (isKnown) since = isLive ? (document.from === undefined ? document.requested : document.ended) : undefined;
    seen += 1;
    if (isKnown || seen === MOST_RELEASES) break;
    if (isLive) until = document.ended;
  }
  if (serving?.configuration === configuration) [since, until] = [since ?? serving.since, undefined];
  else if (!isKnown) return undefined;
  if (since === undefined || since >= window.to) return 'canary';
  return until === undefined || until >= window.to ? 'champion' : 'replaced';
}
