/** The registered versions of a model. */
import { VersionView } from '../../contracts/api.ts';
import type { PageQuery } from '../../contracts/queries.ts';
import type { Registry } from '../../ports/registry.ts';
import { knownModel, knownVersion } from '../known.ts';
import { documentsPage } from '../read-page.ts';

/** What the keys of all versions begin with. */
const ALL_VERSIONS = 'VERSION#';

/** Newest first. @throws Problem unknown-model */
export async function readVersions(registry: Registry, model: string, query: PageQuery) {
  await knownModel(registry, model);
  return documentsPage(registry, { model, prefix: ALL_VERSIONS, schema: VersionView, query });
}

/** @throws Problem unknown-model, unknown-version */
export async function readVersion(registry: Registry, model: string, version: number) {
  await knownModel(registry, model);
  const { document } = await knownVersion(registry, model, version);
  return VersionView.parse(document);
}
