/** What the registry knows around an incident: what changed shortly before it began, and which version one could go back to. */
import type { IncidentEvent } from '../../contracts/incidents.ts';
import { uploadName } from '../../contracts/upload-set.ts';
import type { Around } from '../../messages/incident-notice.ts';
import type { Suspect } from '../../messages/incident-notices.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Dataset, Run, StageHistory, Upload, Version } from '../../registry/entities.ts';
import { newestServed } from '../../registry/history.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';

/** A change that is older has had a day of windows in which to show. */
const BEFORE_MS = 86_400_000;
/** Runs that are looked at: many uploads a day are no event. */
const MOST_RUNS = 50;

/**
 * Suspected is what changed in the 24 hours before the incident began, or in its first window: a release of the stage to
 * another version, an upload that was accepted. Newest first. What changed is no proof.
 */
export async function aroundIncident(registry: Registry, event: IncidentEvent): Promise<Around> {
  const { model, stage, version } = event;
  const opened = event.change === 'opened' ? event.window.to : event.since;
  const time = { from: new Date(Date.parse(event.since) - BEFORE_MS).toISOString(), to: opened };
  const suspects = [...(await releases(registry, event, time)), ...(await uploads(registry, event, time))].toSorted(
    (a, b) => (a.time < b.time ? 1 : -1),
  );
  const before = await newestServed(
    registry,
    model,
    stage,
    (entry) => entry.version !== undefined && entry.version !== version,
  );
  return { suspects, previous: before?.version };
}

interface Time {
  from: string;
  to: string;
}

/** When the stage began to serve the version the incident is about, where that is in the time. */
async function releases(registry: Registry, { model, stage, version }: IncidentEvent, { from, to }: Time) {
  const found: Suspect[] = [];
  let began: StageHistory | undefined;
  for await (const { document } of newestFirst(registry, model, SK.history(stage, ''), StageHistory)) {
    if (document.time >= to) continue;
    if (document.version === version) {
      began = document;
      continue;
    }
    // The entry before: what served until then. A stage that served nothing before has nothing to be compared with.
    if (began && began.time >= from && document.version !== undefined)
      found.push({ what: 'release', version, from: document.version, time: began.time });
    break;
  }
  return found;
}

/** What the version itself was trained on is no news: its release is. */
async function uploads(registry: Registry, { model, version, findings }: IncidentEvent, { from, to }: Time) {
  const found: Suspect[] = [];
  const own = (await read(registry, model, SK.version(version), Version))?.document.dataset;
  let seen = 0;
  for await (const { document: run } of newestFirst(registry, model, SK.run(''), Run)) {
    seen += 1;
    if (seen > MOST_RUNS || run.started < from) break;
    const dataset =
      run.dataset === undefined || run.dataset === own
        ? undefined
        : await read(registry, model, SK.dataset(run.dataset), Dataset);
    // Linked runs name a dataset that an earlier one accepted.
    if (!dataset || dataset.document.run !== run.run || dataset.document.time < from || dataset.document.time >= to)
      continue;
    const upload = await read(registry, model, SK.upload(run.upload), Upload);
    const changed = new Set((run.warnings ?? []).flatMap(({ column }) => column ?? []));
    const columns = findings.filter((name) => changed.has(name));
    const file = upload ? uploadName(upload.document.key) : '';
    found.push({ what: 'upload', file, run: run.run, time: dataset.document.time, columns });
  }
  return found;
}
