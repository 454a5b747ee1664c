/** Asks for a stage to be moved to a version, forward or back. */
import type { ReleaseRequest } from '../../contracts/api.ts';
import { configurationName, endpointName, releaseExecutionName } from '../../contracts/names.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Problem } from '../../contracts/problems.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Write } from '../../ports/registry.ts';
import type { Executions } from '../../ports/services.ts';
import { type ChangePorts, type ChangeState, change } from '../../registry/change.ts';
import { create, read, replace, type Stored } from '../../registry/documents.ts';
import { Release, Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { requestSlot } from '../../registry/requests.ts';
import { locked, lockIsDead, newStage } from '../../registry/stage-lock.ts';
import { effectiveShare } from '../../release/share.ts';
import { useApproval } from '../approvals/release-approval.ts';
import { knownModel, knownStage, knownVersion, unknownModel } from '../known.ts';
import { manifestOf } from '../manifest-of.ts';
import { type ReleaseTarget, releaseTarget } from './release-target.ts';

export interface RequestReleasePorts extends ChangePorts {
  executions: Executions;
  ids: Ids;
  policy: Policy;
  platform: string;
  /** ARN of the release workflow. */
  stateMachine: string;
}

export interface RequestReleaseInput {
  model: string;
  stage: string;
  request: ReleaseRequest;
  principal: string;
  idempotencyKey?: string | undefined;
}

/** A rollback does not walk through a canary: its version has served before, and an incident is no time to wait. */
const ROLLBACK_ROLLOUT = { strategy: 'all-at-once', bakeMinutes: 0 } as const;

/**
 * Writes RELEASE, the stage's lock and the reply in one transaction, then starts the execution of the release's name. If
 * the second is lost, a repeated request with the same key does it, or the next release takes the dead lock over.
 *
 * @returns the release as it was asked for
 * @throws Problem unknown-model, -stage, -version; gate-not-met, champion-changed, release-in-progress, already-serving,
 *   never-served; approval-missing, -pending, -rejected, -expired; key-reused; Busy
 */
export async function requestRelease(ports: RequestReleasePorts, input: RequestReleaseInput): Promise<Release> {
  const { model, stage } = input;
  await knownModel(ports.registry, model);
  knownStage(ports.policy, stage);
  const id = ports.ids.ulid();
  const release = await change(ports, model, (state) => decide(ports, input, id, state));
  await ensureExecution(ports, release);
  return release;
}

/** Only a release that nobody has begun: one that has ended needs no execution any more. */
async function ensureExecution({ executions, stateMachine }: RequestReleasePorts, asked: Release): Promise<void> {
  const { model, stage, release, fence, state } = asked;
  if (state !== 'requested') return;
  const pointer = { v: 1, model, stage, release, fence };
  await executions.start(stateMachine, releaseExecutionName(model, stage, release), pointer);
}

async function decide(ports: RequestReleasePorts, input: RequestReleaseInput, id: string, state: ChangeState) {
  const { registry, platform } = ports;
  const { model, stage: stageName, request, principal, idempotencyKey } = input;
  const { meta, now, time } = state;
  if (!meta) throw unknownModel(model);
  const identity = { principal, key: idempotencyKey, content: { route: 'releases', model, stage: stageName, request } };
  const slot = await requestSlot(registry, model, identity, now);
  if (slot.reply) return { result: await earlier(ports, model, stageName, slot.reply.body) };

  const manifest = await manifestOf(registry, meta);
  const spec = manifest.stages[stageName];
  if (!spec)
    throw new Problem('unknown-stage', `the manifest of ${model} has no stage ${stageName}`, {
      mend: `add stages.${stageName} to model.yaml and apply it`,
    });

  const stored = await read(registry, model, SK.stage(stageName), Stage);
  const stage = stored?.document ?? newStage(model, stageName, endpointName(platform, model, stageName), time);
  const takeover = await freeOf(ports, stage, state);
  const target = await releaseTarget(ports, stage, request);

  const used = await approvalFor(ports, target, stage, id, state);

  const next = locked(stage, id, time);
  const rollout = target.kind === 'rollback' ? ROLLBACK_ROLLOUT : spec.rollout;
  const release: Release = {
    v: 1,
    model,
    release: id,
    stage: stageName,
    kind: target.kind,
    version: target.version,
    ...(stage.serving ? { from: stage.serving.version, fromConfiguration: stage.serving.configuration } : {}),
    author: principal,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(used ? { approval: used.approval } : {}),
    state: 'requested',
    fence: next.fence,
    endpoint: stage.endpoint,
    configuration: configurationName(platform, model, stageName, next.fence),
    manifestRevision: meta.revision,
    rollout,
    // The first release of a stage has no traffic to share with another.
    effectiveShare: stage.serving ? effectiveShare(rollout, spec.serving.count) : 1,
    requested: time,
  };
  const { kind, version, from, reason, approval } = release;
  return {
    event: {
      kind: 'release-requested' as const,
      actor: principal,
      data: {
        release: id,
        stage: stageName,
        kind,
        version,
        ...(from && { from }),
        ...(approval && { approval }),
        ...(reason && { reason }),
      },
    },
    writes: [
      create(SK.release(stageName, id), release),
      replace(SK.stage(stageName), next, stored),
      ...takeover,
      ...(used ? [used.write] : []),
      ...slot.keep(202, { release: id }),
    ],
    result: release,
  };
}

/** A rollback asks nobody: its version was approved when it went forward, and an incident is no time to wait. */
async function approvalFor(
  { registry, policy }: RequestReleasePorts,
  target: ReleaseTarget,
  { model, stage }: Stage,
  release: string,
  state: ChangeState,
) {
  if (target.kind === 'rollback' || !knownStage(policy, stage).approval) return undefined;
  const { document: version } = await knownVersion(registry, model, target.version);
  return useApproval(registry, version, stage, release, state);
}

/**
 * Nothing when the stage is free. A lock whose execution is gone is taken over: its release ends as failed.
 * @throws Problem release-in-progress
 */
async function freeOf(ports: RequestReleasePorts, stage: Stage, { now, time }: ChangeState): Promise<Write[]> {
  const { lock, model } = stage;
  if (!lock) return [];
  const name = releaseExecutionName(model, stage.stage, lock.release);
  const execution = await ports.executions.status(ports.stateMachine, name);
  if (!lockIsDead(lock, execution, now))
    throw new Problem('release-in-progress', `release ${lock.release} of ${stage.stage} is under way`, {
      mend: 'wait for its end, then ask again',
      more: { release: lock.release },
    });
  const lost = await read(ports.registry, model, SK.release(stage.stage, lock.release), Release);
  return lost ? endLost(lost, time) : [];
}

function endLost(lost: Stored<Release>, time: string): Write[] {
  const { document } = lost;
  if (document.state !== 'requested' && document.state !== 'shifting') return [];
  const cause = { code: 'abandoned', message: 'its execution ended without a conclusion; the next release took over' };
  return [
    replace(SK.release(document.stage, document.release), { ...document, state: 'failed', ended: time, cause }, lost),
  ];
}

/** What was answered before: the release as it is by now. */
async function earlier(
  { registry }: RequestReleasePorts,
  model: string,
  stage: string,
  body: unknown,
): Promise<Release> {
  const { release } = body as { release: string };
  const found = await read(registry, model, SK.release(stage, release), Release);
  if (!found) throw new Error(`release ${release} of ${model} was answered but is not there`);
  return found.document;
}
