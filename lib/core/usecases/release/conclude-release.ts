/**
 * The end of a release: the stage points at the version that really serves, the lock is free, and incidents of another
 * version are over.
 */
import type { ConcludeAnswer, ConcludeInput, ReleaseVerdict } from '../../contracts/workflow-release.ts';
import type { Place } from '../../messages/place.ts';
import { type ChangePorts, type ChangeState, change, type Decision } from '../../registry/change.ts';
import { create, read, replace } from '../../registry/documents.ts';
import { Release, Stage, type StageHistory } from '../../registry/entities.ts';
import type { EventKind } from '../../registry/event.ts';
import { SK } from '../../registry/keys.ts';
import { unlocked } from '../../registry/stage-lock.ts';
import type { Cause } from '../../release/cause.ts';
import { conclude, type Ending } from '../../release/conclusion.ts';
import { causeOfStep } from '../failure-cause.ts';
import { type TellIncidentPorts, tellIncident } from '../incidents/tell-incident.ts';
import { closeReplacedIncidents } from '../incidents/update-incident.ts';
import { releaseNotice } from '../notices.ts';

export interface ConcludeReleasePorts extends ChangePorts, TellIncidentPorts {
  origin: Place;
}

interface Concluded {
  release: Release;
  stage: Stage;
}

/**
 * Safe to repeat: a release that has ended is answered as it ended.
 * @param input.endpoint what DescribeEndpoint said last; absent: there is no endpoint
 * @throws Busy
 */
export async function concludeRelease(ports: ConcludeReleasePorts, input: ConcludeInput): Promise<ConcludeAnswer> {
  const { release, stage } = await change(ports, input.model, (state) => decide(ports, input, state));
  const { state, cause } = release;
  if (state === 'requested' || state === 'shifting') throw new Error(`release ${release.release} has not ended`);
  // First the incident, then what tells of it: whoever is told finds it closed.
  for (const kind of await closeReplacedIncidents(ports, stage, release.release))
    await tellIncident(ports, { model: stage.model, stage: stage.stage, kind });
  return {
    v: 1,
    outcome: state,
    ...(cause ? { cause } : {}),
    ...(stage.serving ? { serving: stage.serving.version } : {}),
    notice: releaseNotice(ports.origin, release, stage),
  };
}

async function decide(
  { registry }: ConcludeReleasePorts,
  input: ConcludeInput,
  { time }: ChangeState,
): Promise<Decision<Concluded>> {
  const { model, endpoint } = input;
  const found = await read(registry, model, SK.release(input.stage, input.release), Release);
  const held = await read(registry, model, SK.stage(input.stage), Stage);
  if (!found || !held) throw new Error(`${model} has no release ${input.release} of ${input.stage}`);
  const { document: before } = found;
  if (before.state !== 'requested' && before.state !== 'shifting')
    return { result: { release: before, stage: held.document } };
  const ending = conclude(
    endpoint,
    { requested: before.configuration, previous: before.fromConfiguration },
    { outcome: input.verdict.outcome, cause: causeOf(input.verdict) },
  );
  const release: Release = {
    ...before,
    state: ending.outcome,
    ended: time,
    ...(ending.cause ? { cause: ending.cause } : {}),
    ...(endpoint
      ? { proof: { endpointStatus: endpoint.EndpointStatus, configuration: endpoint.EndpointConfigName, time } }
      : {}),
  };
  const stage = stageAfter(held.document, release, ending, endpoint, time);
  const moved = runs(stage) !== runs(held.document);
  const { cause } = ending;
  return {
    event: {
      kind: `release-${ending.outcome}` satisfies EventKind,
      actor: 'sluice',
      data: {
        release: release.release,
        stage: release.stage,
        version: release.version,
        ...(stage.serving ? { serving: stage.serving.version } : {}),
        ...(stage.unproved ? { unproved: stage.unproved.configuration } : {}),
        ...(cause ? { cause: { ...cause } } : {}),
      },
    },
    writes: [
      replace(SK.release(release.stage, release.release), release, found),
      replace(SK.stage(stage.stage), stage, held),
      ...(moved ? [create(SK.history(stage.stage, time), historyOf(stage, release, time))] : []),
    ],
    result: { release, stage },
  };
}

/** A stage that another release holds by now is that release's to describe. */
function stageAfter(
  stage: Stage,
  release: Release,
  { serves }: Ending,
  endpoint: ConcludeInput['endpoint'],
  time: string,
): Stage {
  if (stage.lock && stage.lock.release !== release.release) return stage;
  const { unproved: before, ...free } = unlocked(stage, release.release, time);
  const { version, configuration } = release;
  if (serves === 'unknown' && endpoint) {
    const found = { configuration: endpoint.EndpointConfigName, endpointStatus: endpoint.EndpointStatus };
    const since = before?.configuration === found.configuration ? before.since : time;
    return { ...free, unproved: { ...found, since, release: release.release } };
  }
  if (serves === 'requested')
    return stage.serving?.configuration === configuration
      ? free
      : { ...free, serving: { version, configuration, since: time, release: release.release } };
  if (serves !== 'nothing') return free;
  const { serving: _gone, ...empty } = free;
  return empty;
}

/** The configuration its endpoint is known to run. */
const runs = ({ unproved, serving }: Stage): string | undefined => unproved?.configuration ?? serving?.configuration;

function historyOf({ model, stage, unproved, serving }: Stage, { release }: Release, time: string): StageHistory {
  const entry = { v: 1 as const, model, stage, time, release };
  if (unproved) return { ...entry, configuration: unproved.configuration };
  return serving ? { ...entry, version: serving.version, configuration: serving.configuration } : entry;
}

function causeOf(verdict: ReleaseVerdict): Cause | undefined {
  if (verdict.cause) return verdict.cause;
  if (verdict.step === undefined) return undefined;
  // The one reason why DynamoDB cancels a transaction of nothing but a check.
  if (verdict.step === 'fence' && verdict.error?.Error === 'DynamoDb.TransactionCanceledException')
    return { code: 'superseded', message: 'the stage was taken over by a newer release before traffic moved' };
  return causeOfStep(`${verdict.step}-failed`, verdict.error ?? {});
}
