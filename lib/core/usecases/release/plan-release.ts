/** The first step of a release: is it still the one that may move the stage, and what will it ask for? */
import type { PlanAnswer, PlanReleaseInput } from '../../contracts/workflow-release.ts';
import type { Registry } from '../../ports/registry.ts';
import { type ChangePorts, change } from '../../registry/change.ts';
import { create, read, replace } from '../../registry/documents.ts';
import { Meta, Release, Stage, type StageHistory, Version } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';
import { holdsLock } from '../../registry/stage-lock.ts';
import { type Limits, limitsOf } from '../../release/guardrails.ts';
import { approach, type PlanInput, releaseArguments, stageAlarms } from '../../release/plan.ts';
import { FIRST_LOOK } from '../../release/verdict.ts';
import { manifestOf } from '../manifest-of.ts';
import { endpointChanged, foundConfiguration } from './found-configuration.ts';

export interface PlanReleasePorts extends ChangePorts {
  platform: string;
  captureBucket: string;
  /** ARN of the role that models serve with. */
  servingRole: string;
}

/** Another release holds the stage, or this one has ended: nothing may be done in its name any more. */
export class StaleRelease extends Error {
  override readonly name = 'StaleRelease';
}

/** The release cannot be planned from what the registry holds; the message says what is missing. */
export class ReleaseImpossible extends Error {
  override readonly name = 'ReleaseImpossible';
}

/**
 * Safe to repeat: the same release and endpoint give the same answer. RELEASE becomes `shifting`, with its event, when
 * the way is free; while the endpoint moves for another reason, or must be deleted first, nothing is recorded. An endpoint
 * that was changed by hand is not overwritten by a promotion; a rollback does.
 *
 * @throws StaleRelease, ReleaseImpossible, Busy
 */
export async function planRelease(ports: PlanReleasePorts, input: PlanReleaseInput): Promise<PlanAnswer> {
  const { model, endpoint } = input;
  const release = await startedRelease(ports, input);
  const plan = await planInput(ports, release);
  const { configuration } = release;
  const how = approach(endpoint, configuration);
  const found = endpoint && how === 'update' ? await foundConfiguration(ports.registry, release, endpoint) : undefined;
  const refused = found?.by === 'foreign' && release.kind === 'promote';
  if (how !== 'wait' && how !== 'delete' && !refused)
    await recordStart(ports, input, found?.by === 'lost' ? found.release : undefined);
  const asked = releaseArguments(plan);
  const previous = previousOf(release, endpoint);
  return {
    v: 1,
    approach: refused ? 'refuse' : how,
    ...(refused ? { cause: endpointChanged(release, found.configuration) } : {}),
    alarms: [...asked.alarms, ...(how === 'create' ? stageAlarms(plan) : [])],
    alarmNames: asked.alarms.map(({ AlarmName }) => AlarmName),
    abortAlarm: asked.alarms.find(({ AlarmName }) => AlarmName.endsWith('-abort'))?.AlarmName ?? '',
    ...(plan.createModel ? { model: plan.createModel } : {}),
    configuration: asked.configuration,
    create: asked.create,
    update: asked.update,
    lock: { pk: modelKey(model), sk: SK.stage(release.stage) },
    watched: {
      endpoint: release.endpoint,
      configuration,
      ...(previous === undefined ? {} : { previous }),
      strategy: release.rollout.strategy,
      bakeMinutes: release.rollout.bakeMinutes,
      effectiveShare: release.effectiveShare,
      limits: plan.limits,
      mode: previous === undefined ? 'create' : 'update',
    },
    memory: FIRST_LOOK,
  };
}

/** The configuration that SageMaker can go back to. A stage whose endpoint is gone has none, whatever the registry says. */
function previousOf({ configuration, fromConfiguration }: Release, endpoint: PlanReleaseInput['endpoint']) {
  if (!endpoint) return undefined;
  return endpoint.EndpointConfigName === configuration ? fromConfiguration : endpoint.EndpointConfigName;
}

async function startedRelease({ registry }: { registry: Registry }, input: PlanReleaseInput): Promise<Release> {
  const { model, stage, release, fence } = input;
  const held = await read(registry, model, SK.stage(stage), Stage);
  const found = await read(registry, model, SK.release(stage, release), Release);
  if (!held || !found) throw new StaleRelease(`${model} has no release ${release} of ${stage}`);
  if (!holdsLock(held.document, release, fence))
    throw new StaleRelease(
      `release ${release} (${fence}) no longer holds ${model}/${stage}, ${held.document.fence} does`,
    );
  if (found.document.state !== 'requested' && found.document.state !== 'shifting')
    throw new StaleRelease(`release ${release} has ended as ${found.document.state}`);
  return found.document;
}

interface Planned extends PlanInput {
  limits: Limits;
  /** As the model was made when the version was registered, with the role of today's deployment. */
  createModel?: Record<string, unknown>;
}

async function planInput(ports: PlanReleasePorts, release: Release): Promise<Planned> {
  const { registry, platform, captureBucket } = ports;
  const { model, stage, endpoint, configuration, rollout } = release;
  const meta = await read(registry, model, SK.meta, Meta);
  const version = await read(registry, model, SK.version(release.version), Version);
  if (!meta || !version) throw new ReleaseImpossible(`${model} has no version ${release.version}`);
  // How a version is served is a matter of the stage when the release was asked for: not of the manifest it was trained by,
  // nor of one applied since, whose instances the recorded share would not be true of.
  const revision = release.manifestRevision ?? meta.document.revision;
  const { stages } = await manifestOf(registry, { model, revision });
  const spec = stages[stage];
  if (!spec) throw new ReleaseImpossible(`revision ${revision} of the manifest of ${model} has no stage ${stage}`);
  const { sagemakerModel, createModel } = version.document;
  return {
    platform,
    model,
    stage,
    endpoint,
    configuration,
    sagemakerModel,
    ...(createModel ? { createModel: { ...createModel, ExecutionRoleArn: ports.servingRole } } : {}),
    serving: spec.serving,
    rollout,
    limits: limitsOf(spec.rollbackOn),
    captureBucket,
  };
}

/** @param lost what serves without the registry knowing: the stage is set right, for this release may go back to it */
function recordStart(ports: PlanReleasePorts, input: PlanReleaseInput, lost: Release | undefined): Promise<void> {
  const { model, release, stage } = input;
  return change(ports, model, async ({ time }) => {
    const found = await read(ports.registry, model, SK.release(stage, release), Release);
    if (found?.document.state !== 'requested') return { result: undefined };
    const { version, configuration, effectiveShare } = found.document;
    const serves = lost && { version: lost.version, configuration: lost.configuration, release: lost.release };
    return {
      event: {
        kind: 'release-started',
        actor: 'sluice',
        data: { release, stage, version, configuration, effectiveShare, ...(serves ? { found: serves } : {}) },
      },
      writes: [
        replace(
          SK.release(stage, release),
          {
            ...found.document,
            state: 'shifting',
            ...(serves ? { from: serves.version, fromConfiguration: serves.configuration } : {}),
          },
          found,
        ),
        ...(serves ? await servingWrites(ports, { model, stage }, serves, time) : []),
      ],
      result: undefined,
    };
  });
}

async function servingWrites(
  { registry }: PlanReleasePorts,
  { model, stage }: { model: string; stage: string },
  serves: { version: number; configuration: string; release: string },
  time: string,
) {
  const held = await read(registry, model, SK.stage(stage), Stage);
  if (!held) throw new StaleRelease(`${model} has no stage ${stage}`);
  const history: StageHistory = { v: 1, model, stage, time, ...serves };
  const { unproved: _found, ...known } = held.document;
  return [
    // Since when it serves is not known; the registry knows it from now on.
    replace(SK.stage(stage), { ...known, serving: { ...serves, since: time } }, held),
    create(SK.history(stage, time), history),
  ];
}
