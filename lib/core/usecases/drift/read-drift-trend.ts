/** How a stage's live traffic went: every window in a few numbers, its columns over time, incidents and releases. */
import { type DriftTrendView, IncidentView, TrendWindow } from '../../contracts/api.ts';
import { INCIDENT_KINDS } from '../../contracts/incidents.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { TrendQuery } from '../../contracts/queries.ts';
import { columnTrends } from '../../drift/trend.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Incident, Release, Stage, type WindowSummary } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import { askedTime } from '../asked-time.ts';
import type { Window } from '../drift-windows.ts';
import { knownModel, knownStage } from '../known.ts';
import { performanceDays } from './trend-performance.ts';
import { windowSummaries } from './window-summaries.ts';

export interface DriftTrendPorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
  clock: Clock;
  policy: Policy;
}

const USUAL_DAYS = 30;
/** Six weeks of hourly windows. */
const MOST_WINDOWS = 1000;
/** 1,000 windows of 200 columns are 1.2 MB. */
const MOST_COLUMNS = 200;
/** Of a kind. */
const MOST_INCIDENTS = 200;
const MOST_RELEASES = 200;

/** @throws Problem unknown-model, unknown-stage, invalid-request */
export async function readDriftTrend(
  { registry, objects, artifactBucket, clock, policy }: DriftTrendPorts,
  model: string,
  stage: string,
  query: TrendQuery,
): Promise<DriftTrendView> {
  await knownModel(registry, model);
  knownStage(policy, stage);
  const time = askedTime(query, clock.now(), USUAL_DAYS);
  const { windows, more } = await newestWindows(registry, { model, stage, ...time });
  const serving = (await read(registry, model, SK.stage(stage), Stage))?.document.serving;
  return {
    ...{ model, stage, ...time },
    ...(serving ? { serving: { version: serving.version, since: serving.since } } : {}),
    windows: windows.map((window) => TrendWindow.parse(window)),
    more,
    limit: Math.max(0, ...windows.map(({ limit }) => limit)),
    ...columnTrends(windows, MOST_COLUMNS),
    performance: await performanceDays(objects, artifactBucket, { model, stage, ...time }),
    incidents: await incidentsOf(registry, model, stage, time),
    releases: await releasesOf(registry, model, stage, time),
  };
}

/** Oldest first. */
async function newestWindows(registry: Registry, asked: { model: string; stage: string } & Window) {
  const windows: WindowSummary[] = [];
  for await (const summary of windowSummaries(registry, asked)) {
    if (windows.length === MOST_WINDOWS) return { windows: windows.reverse(), more: true };
    windows.push(summary);
  }
  return { windows: windows.reverse(), more: false };
}

/** Of every kind. */
async function incidentsOf(registry: Registry, model: string, stage: string, { from, to }: Window) {
  const all: DriftTrendView['incidents'] = [];
  for (const kind of INCIDENT_KINDS) {
    let left = MOST_INCIDENTS;
    for await (const { document } of newestFirst(registry, model, SK.incident(stage, '', kind), Incident)) {
      if (left === 0 || (document.state === 'closed' && document.last <= from)) break;
      if (document.since >= to) continue;
      left -= 1;
      all.push(IncidentView.parse(document));
    }
  }
  return all.sort((a, b) => (a.since < b.since ? 1 : -1));
}

/** Releases of a stage follow each other, so those before the first that is too old are older. */
async function releasesOf(registry: Registry, model: string, stage: string, { from, to }: Window) {
  const found: DriftTrendView['releases'] = [];
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release)) {
    const { release, kind, version, state, requested, ended } = document;
    if (found.length === MOST_RELEASES || (ended !== undefined && ended < from)) break;
    if (requested >= to) continue;
    found.push({ release, kind, version, state, requested, ...(ended === undefined ? {} : { ended }) });
  }
  return found;
}
