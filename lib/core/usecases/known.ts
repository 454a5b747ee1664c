/** Reads what a request names, or says that it is not there. */
import { isModelName, isStageName } from '../contracts/names.ts';
import type { Policy } from '../contracts/policy.ts';
import { Problem } from '../contracts/problems.ts';
import type { Registry } from '../ports/registry.ts';
import { read, type Stored } from '../registry/documents.ts';
import { ManifestRevision, Meta, Version } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';

export const unknownModel = (model: string): Problem =>
  new Problem('unknown-model', `there is no model ${JSON.stringify(model.slice(0, 64))}`, {
    mend: 'sluice apply model.yaml makes it',
  });

/** @throws Problem unknown-model, also for names that no model can have */
export async function knownModel(registry: Registry, model: string): Promise<Meta> {
  const meta = isModelName(model) ? await read(registry, model, SK.meta, Meta) : undefined;
  if (!meta || meta.document.revision === 0) throw unknownModel(model);
  return meta.document;
}

/** A revision of the manifest, as it was applied; of META the one that counts now. */
export async function manifestRevision(
  registry: Registry,
  { model, revision }: Pick<Meta, 'model' | 'revision'>,
): Promise<ManifestRevision> {
  const manifest = await read(registry, model, SK.manifest(revision), ManifestRevision);
  if (!manifest) throw new Error(`${model} has no revision ${revision}`);
  return manifest.document;
}

/** @throws Problem unknown-stage when the platform has none of this name */
export function knownStage(policy: Policy, stage: string): Policy['stages'][number] {
  const found = policy.stages.find(({ name }) => name === stage);
  if (found) return found;
  const known = policy.stages.map(({ name }) => name).join(', ');
  const named = isStageName(stage) ? stage : 'of this name';
  throw new Problem('unknown-stage', `there is no stage ${named}`, { mend: `the platform's stages are ${known}` });
}

/** @throws Problem unknown-version */
export async function knownVersion(registry: Registry, model: string, version: number): Promise<Stored<Version>> {
  const found = await read(registry, model, SK.version(version), Version);
  if (found) return found;
  throw new Problem('unknown-version', `${model} has no version ${version}`, { mend: `sluice versions ${model}` });
}

/** Whether a manifest of the model was applied. */
export async function isKnown(registry: Registry, model: string): Promise<boolean> {
  const meta = await read(registry, model, SK.meta, Meta);
  return meta !== undefined && meta.document.revision > 0;
}
