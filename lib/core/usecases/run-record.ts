/** Reads of what belongs to a run. Each of them was written before the step that reads it, so a gap is a fault of ours. */
import { Manifest } from '../contracts/manifest/schema.ts';
import type { Registry } from '../ports/registry.ts';
import { read, type Stored } from '../registry/documents.ts';
import { Dataset, ManifestRevision, Run, Upload } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';

const missing = (model: string, what: string): Error => new Error(`${model} has no ${what}, but the workflow names it`);

export async function theRun(registry: Registry, model: string, run: string): Promise<Stored<Run>> {
  const found = await read(registry, model, SK.run(run), Run);
  if (!found) throw missing(model, `run ${run}`);
  return found;
}

export async function theUpload(registry: Registry, model: string, hash: string): Promise<Stored<Upload>> {
  const found = await read(registry, model, SK.upload(hash), Upload);
  if (!found) throw missing(model, `upload ${hash}`);
  return found;
}

export async function theDataset(registry: Registry, model: string, digest: string | undefined): Promise<Dataset> {
  const found = digest === undefined ? undefined : await read(registry, model, SK.dataset(digest), Dataset);
  if (!found) throw missing(model, `dataset ${digest}`);
  return found.document;
}

/** The manifest revision a run is pinned to, with its digest. */
export async function pinnedManifest(registry: Registry, { model, run, manifestRevision }: Run) {
  const found =
    manifestRevision === undefined
      ? undefined
      : await read(registry, model, SK.manifest(manifestRevision), ManifestRevision);
  if (!found) throw missing(model, `manifest revision ${manifestRevision} of run ${run}`);
  return { manifest: Manifest.parse(found.document.manifest), digest: found.document.digest };
}
