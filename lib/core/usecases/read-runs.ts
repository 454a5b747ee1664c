/** The passes of a model's pipeline. */
import type { PageQuery } from '../contracts/api.ts';
import { RunView } from '../contracts/api.ts';
import { Problem } from '../contracts/problems.ts';
import type { Registry } from '../ports/registry.ts';
import { read } from '../registry/documents.ts';
import { SK } from '../registry/keys.ts';
import { knownModel } from './known.ts';
import { documentsPage } from './read-page.ts';

/** Newest first. @throws Problem unknown-model */
export async function readRuns(registry: Registry, model: string, query: PageQuery) {
  await knownModel(registry, model);
  return documentsPage(registry, { model, prefix: SK.run(''), schema: RunView, query });
}

/** @throws Problem unknown-model, unknown-run */
export async function readRun(registry: Registry, model: string, run: string) {
  await knownModel(registry, model);
  const found = await read(registry, model, SK.run(run), RunView);
  if (!found) throw new Problem('unknown-run', `${model} has no run ${run.slice(0, 64)}`);
  return found.document;
}
