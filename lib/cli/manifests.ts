/** The manifest that the platform has of a model. */
import { ModelView } from '../core/contracts/api.ts';
import { Manifest } from '../core/contracts/manifest/schema.ts';
import type { Session } from './session.ts';

/** The newest revision, its defaults filled in. @throws ApiError unknown-model */
export async function readManifest(session: Session, model: string): Promise<Manifest> {
  const answer = await session.api('DataScientist')({ method: 'GET', path: `/models/${model}` });
  return Manifest.parse(ModelView.parse(answer.body).manifest);
}
