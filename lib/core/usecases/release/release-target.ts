/** The version a release request means, and whether it may have it. */
import type { ReleaseRequest } from '../../contracts/api.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Problem } from '../../contracts/problems.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Release, Stage, Version } from '../../registry/entities.ts';
import { newestServed } from '../../registry/history.ts';
import { knownVersion } from '../known.ts';

export interface TargetPorts {
  registry: Registry;
  policy: Policy;
}

export interface ReleaseTarget {
  kind: Release['kind'];
  version: number;
}

/** @throws Problem unknown-version, already-serving, gate-not-met, champion-changed, never-served */
export async function releaseTarget(ports: TargetPorts, stage: Stage, request: ReleaseRequest): Promise<ReleaseTarget> {
  return 'rollbackTo' in request
    ? { kind: 'rollback', version: await rollbackVersion(ports, stage, request.rollbackTo) }
    : { kind: 'promote', version: await promotedVersion(ports, stage, request.version) };
}

async function promotedVersion({ registry, policy }: TargetPorts, stage: Stage, wanted: number): Promise<number> {
  const { document: version } = await knownVersion(registry, stage.model, wanted);
  refuseUnpromotable(policy, stage, version);
  return wanted;
}

/** @throws Problem already-serving, gate-not-met, champion-changed */
export function refuseUnpromotable(policy: Policy, stage: Stage, version: Version): void {
  refuseServing(stage, version.version);
  refuseFailedGates(version);
  // Only production's version is a champion: other stages may hold what they like.
  if (policy.stages.at(-1)?.name === stage.stage) refuseOtherChampion(version, stage);
}

async function rollbackVersion({ registry }: TargetPorts, stage: Stage, to: number | 'previous'): Promise<number> {
  const { model, serving } = stage;
  // The version that serves by the registry may be asked for by name: its endpoint may be gone, or changed by hand.
  if (to !== 'previous') await knownVersion(registry, model, to);
  const served = await newestServed(registry, model, stage.stage, ({ version }) =>
    to === 'previous' ? version !== undefined && version !== serving?.version : version === to,
  );
  if (served?.version !== undefined) return served.version;
  const what = to === 'previous' ? 'no version' : `version ${to} never`;
  throw new Problem('never-served', `${what} served ${stage.stage} of ${model} before`, {
    mend: 'a rollback goes to a version that served this stage; promote goes forward to any other',
  });
}

function refuseServing({ model, stage, serving }: Stage, version: number): void {
  if (serving?.version !== version) return;
  throw new Problem('already-serving', `${stage} of ${model} serves version ${version} since ${serving.since}`, {
    mend: `is its endpoint gone, or changed by hand? sluice rollback ${model} --stage ${stage} --to ${version} puts it back`,
  });
}

function refuseFailedGates({ version, gates }: Version): void {
  const failed = gates.filter(({ outcome }) => outcome === 'not-met');
  if (failed.length === 0) return;
  throw new Problem('gate-not-met', `version ${version}: ${failed.map(({ text }) => text).join('; ')}`, {
    mend: 'train a better version, or change evaluation.gates and train again',
  });
}

function refuseOtherChampion({ version, champion }: Version, { stage, serving }: Stage): void {
  // A stage that was retired has nobody to be worse than.
  if (serving === undefined || champion === serving.version) return;
  const compared = champion === undefined ? 'no version' : `version ${champion}`;
  throw new Problem(
    'champion-changed',
    `version ${version} was compared with ${compared}, and ${stage} serves version ${serving.version} now`,
    {
      mend: 'train again, so that it is compared with what serves; or roll back, if it served before',
      more: { evaluatedAgainst: champion ?? null, serving: serving.version },
    },
  );
}
