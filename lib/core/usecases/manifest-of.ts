import { Manifest } from '../contracts/manifest/schema.ts';
import type { Registry } from '../ports/registry.ts';
import type { Meta } from '../registry/entities.ts';
import { manifestRevision } from './known.ts';

/** What a revision of the manifest says; of META the one that counts now. */
export const manifestOf = async (registry: Registry, revision: Pick<Meta, 'model' | 'revision'>): Promise<Manifest> =>
  Manifest.parse((await manifestRevision(registry, revision)).manifest);
