/** The releases of a stage. */
import { isUlid, ReleaseView } from '../../contracts/api.ts';
import type { Policy } from '../../contracts/policy.ts';
import { Problem } from '../../contracts/problems.ts';
import type { PageQuery } from '../../contracts/queries.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { SK } from '../../registry/keys.ts';
import { knownModel, knownStage } from '../known.ts';
import { documentsPage } from '../read-page.ts';

export interface ReleasePorts {
  registry: Registry;
  policy: Policy;
}

/** Newest first. @throws Problem unknown-model, unknown-stage */
export async function readReleases({ registry, policy }: ReleasePorts, model: string, stage: string, query: PageQuery) {
  await knownModel(registry, model);
  knownStage(policy, stage);
  return documentsPage(registry, { model, prefix: SK.release(stage, ''), schema: ReleaseView, query });
}

/** @throws Problem unknown-model, unknown-stage, unknown-release: also for a release of another stage */
export async function readRelease({ registry, policy }: ReleasePorts, model: string, stage: string, release: string) {
  await knownModel(registry, model);
  knownStage(policy, stage);
  const found = isUlid(release) ? await read(registry, model, SK.release(stage, release), ReleaseView) : undefined;
  if (!found) throw new Problem('unknown-release', `${stage} of ${model} has no release ${release.slice(0, 64)}`);
  return found.document;
}
