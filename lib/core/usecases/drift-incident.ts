/** The incident of a stage that a drift report opens, keeps open or closes. */
import type { DriftReport } from '../drift/document.ts';
import type { Registry } from '../ports/registry.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../registry/change.ts';
import { create, replace, type Stored } from '../registry/documents.ts';
import { Incident, type Stage } from '../registry/entities.ts';
import { modelKey, SK } from '../registry/keys.ts';

/** How far back an open incident is looked for; there is never more than one. */
const RECENT = 10;

/** The newest incidents of a stage, newest first. */
export async function recentIncidents(registry: Registry, model: string, stage: string): Promise<Stored<Incident>[]> {
  const { items } = await registry.list(modelKey(model), SK.incident(stage, ''), { newestFirst: true, limit: RECENT });
  return items.map((item) => ({ document: Incident.parse(item), rev: item.rev }));
}

export type IncidentChange = 'opened' | 'continued' | 'closed' | 'none';

/**
 * `drift` opens or continues, `no-drift` closes; too little data says nothing. A window that ended before what the
 * incident knows already changes nothing, so late and repeated reports are harmless.
 *
 * @param report key of the report in the artefact bucket
 * @throws Busy
 */
export function updateIncident(ports: ChangePorts, report: DriftReport, key: string): Promise<IncidentChange> {
  return change(ports, report.model, (state) => decide(ports.registry, report, key, state));
}

async function decide(
  registry: Registry,
  report: DriftReport,
  key: string,
  { time }: ChangeState,
): Promise<Decision<IncidentChange>> {
  const { model, stage, version, window } = report;
  const drifted = report.columns.filter((column) => column.drifted).map(({ name }) => name);
  const recent = await recentIncidents(registry, model, stage);
  const open = recent.find(({ document }) => document.state === 'open');
  const newest = recent
    .map(({ document }) => document.last)
    .sort()
    .at(-1);
  if (newest !== undefined && window.to < newest) return { result: 'none' };
  const data = { stage, version, from: window.from, to: window.to, report: key, columns: drifted.slice(0, 20) };
  if (report.outcome === 'drift' && open) {
    if (open.document.last === window.to && open.document.report === key) return { result: 'continued' };
    await registry.put(
      replace(
        SK.incident(stage, open.document.since),
        { ...open.document, version, report: key, columns: drifted, last: window.to },
        open,
      ),
    );
    return { result: 'continued' };
  }
  if (report.outcome === 'drift') {
    const incident: Incident = {
      v: 1,
      model,
      stage,
      since: window.from,
      state: 'open',
      version,
      report: key,
      columns: drifted,
      last: window.to,
    };
    const same = recent.find(({ document }) => document.since === window.from);
    const sk = SK.incident(stage, window.from);
    return {
      event: { kind: 'drift-opened', actor: 'sluice', data },
      writes: [same ? replace(sk, incident, same) : create(sk, incident)],
      result: 'opened',
    };
  }
  if (report.outcome !== 'no-drift' || !open) return { result: 'none' };
  return {
    event: {
      kind: 'drift-closed',
      actor: 'sluice',
      data: { ...data, reason: 'no-drift', since: open.document.since, at: time },
    },
    writes: [closing(open, window.to, { reason: 'no-drift' })],
    result: 'closed',
  };
}

const closing = ({ document, rev }: Stored<Incident>, last: string, end: NonNullable<Incident['end']>) =>
  replace(SK.incident(document.stage, document.since), { ...document, state: 'closed' as const, last, end }, { rev });

/**
 * An incident is about the version that served: when another serves, it is over, whatever the data are. Whether they
 * suit the new version is for its own first window to say.
 *
 * @param release the release that moved the stage
 * @returns whether the newest incident was closed by this release, by this call or an earlier one
 * @throws Busy
 */
export function closeReplacedIncident(ports: ChangePorts, stage: Stage, release: string): Promise<boolean> {
  return change(ports, stage.model, async ({ time }): Promise<Decision<boolean>> => {
    const [newest] = await recentIncidents(ports.registry, stage.model, stage.stage);
    const serving = stage.serving?.version;
    if (!newest || newest.document.state === 'closed') return { result: newest?.document.end?.release === release };
    const { since, version, columns } = newest.document;
    if (version === serving) return { result: false };
    const now = serving === undefined ? {} : { serving };
    const reason = 'version-changed' as const;
    const data = {
      stage: stage.stage,
      version,
      reason,
      release,
      ...now,
      since,
      at: time,
      columns: columns.slice(0, 20),
    };
    return {
      event: { kind: 'drift-closed', actor: 'sluice', data },
      writes: [closing(newest, time, { reason, release, ...now })],
      result: true,
    };
  });
}
