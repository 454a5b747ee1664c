/** An incident of drift starts a run on the newest accepted data, where the manifest says so. */
import { canonicalJson } from '../../contracts/digest.ts';
import { type Manifest, RETRAIN_LIMITS } from '../../contracts/manifest/schema.ts';
import type { Registry } from '../../ports/registry.ts';
import { type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read } from '../../registry/documents.ts';
import { Incident, type Meta, Retrain, type Run } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { manifestOf } from '../manifest-of.ts';
import { pinnedManifest, theDataset, theRun, theUpload } from '../run-record.ts';
import { type AttemptPorts, knownData, nextAttempt } from '../uploads/next-attempt.ts';
import { overRetrainLimit } from './retrain-limits.ts';

export interface IncidentOpened {
  model: string;
  stage: string;
  /** Begin of its first window. */
  since: string;
}

/**
 * Once an incident, however often it is told: what it led to is kept with the event, and a start that was lost is made up
 * for. Nothing here, and nothing that follows, releases the version that may come of it.
 *
 * @returns what it led to; undefined where the manifest wants nothing, or no such incident is known
 * @throws Busy, and what the ports throw: the event is then delivered again
 */
export async function retrainOnDrift(ports: AttemptPorts, opened: IncidentOpened): Promise<Retrain | undefined> {
  const { registry, executions, stateMachine } = ports;
  const id = ports.ids.ulid();
  const retrain = await change(ports, opened.model, (state) => decide(ports, opened, id, state));
  if (retrain?.run === undefined) return retrain;
  const { model, run, upload, execution, state } = (await theRun(registry, opened.model, retrain.run)).document;
  if (state === 'running') await executions.start(stateMachine, execution, { v: 1, model, run, upload });
  return retrain;
}

async function decide(
  ports: AttemptPorts,
  { model, stage, since }: IncidentOpened,
  id: string,
  { meta, time }: ChangeState,
): Promise<Decision<Retrain | undefined>> {
  const { registry } = ports;
  const sk = SK.retrain(since, stage);
  const earlier = await read(registry, model, sk, Retrain);
  if (earlier) return { result: earlier.document };
  const incident = (await read(registry, model, SK.incident(stage, since), Incident))?.document;
  if (!meta || !incident) return { result: undefined };
  const manifest = await manifestOf(registry, meta);
  if (manifest.monitoring.retrain !== 'onDrift') return { result: undefined };

  const about = { v: 1 as const, model, stage, since, time };
  const refused = (reason: NonNullable<Retrain['reason']>): Decision<Retrain> => {
    const retrain: Retrain = { ...about, outcome: 'refused', reason };
    return {
      event: { kind: 'retrain-refused', actor: 'sluice', data: { stage, since, ...reason } },
      writes: [create(sk, retrain)],
      result: retrain,
    };
  };
  if (incident.state !== 'open') return refused(ENDED);
  const newest = await newestData(registry, meta);
  if (!newest) return refused(NO_DATA);
  const { source } = newest;
  if (!sameData(newest.manifest, manifest)) return refused(OTHER_DATA);
  const limits = manifest.monitoring.retrainLimits ?? RETRAIN_LIMITS;
  const over = await overRetrainLimit(ports, { model, time, limits });
  if (over) return refused(over);
  const { run, writes } = nextAttempt({
    claim: await theUpload(registry, model, source.upload),
    id,
    revision: meta.revision,
    time,
    known: knownData({ ...source, dataOf: source.run, startedBy: { incident: 'drift', stage, since } }),
  });
  const started: Retrain = { ...about, outcome: 'started', run: id };
  const { report, columns } = incident;
  return {
    event: {
      kind: 'retrain-started',
      actor: 'sluice',
      data: {
        ...{ stage, since, run: id, dataset: newest.dataset, upload: run.upload, attempt: run.attempt },
        ...(report === undefined ? {} : { report }),
        columns: columns.slice(0, 20),
      },
    },
    writes: [...writes, create(sk, started)],
    result: started,
  };
}

interface NewestData {
  /** Digest. */
  dataset: string;
  /** The run that accepted it. */
  source: Run;
  /** The manifest it was accepted under. */
  manifest: Manifest;
}

async function newestData(registry: Registry, { model, lastDataset }: Meta): Promise<NewestData | undefined> {
  if (lastDataset === undefined) return undefined;
  const { digest, run } = await theDataset(registry, model, lastDataset);
  const source = (await theRun(registry, model, run)).document;
  return { dataset: digest, source, manifest: (await pinnedManifest(registry, source)).manifest };
}

const sameData = (before: Manifest, now: Manifest): boolean =>
  canonicalJson([before.task, before.data]) === canonicalJson([now.task, now.data]);

const ENDED = { code: 'incident-closed', message: 'the incident had ended before a run was started' };
const NO_DATA = { code: 'no-data', message: 'no data was accepted yet' };
const OTHER_DATA = {
  code: 'data-settings-changed',
  message: 'task or data of the manifest changed since the newest data was accepted; upload data once more',
};
