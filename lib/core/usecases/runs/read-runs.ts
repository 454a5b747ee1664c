/** The passes of a model's pipeline. */
import { isUlid, RunView } from '../../contracts/api.ts';
import { Problem } from '../../contracts/problems.ts';
import type { RunsQuery } from '../../contracts/queries.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { SK } from '../../registry/keys.ts';
import { ulidTime } from '../../registry/ulid-time.ts';
import { knownModel } from '../known.ts';
import { documentsPage } from '../read-page.ts';

/** Newest first. @throws Problem unknown-model, invalid-request */
export async function readRuns(registry: Registry, model: string, { state, since, ...query }: RunsQuery) {
  await knownModel(registry, model);
  const earliest = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
  return documentsPage(registry, {
    model,
    prefix: SK.run(''),
    schema: RunView,
    query,
    ...(state ? { keep: (run: RunView) => run.state === state } : {}),
    beyond: ({ sk }) => ulidTime(sk.slice(SK.run('').length)) < earliest,
  });
}

/** @throws Problem unknown-model, unknown-run */
export async function readRun(registry: Registry, model: string, run: string) {
  await knownModel(registry, model);
  const found = isUlid(run) ? await read(registry, model, SK.run(run), RunView) : undefined;
  if (!found) throw new Problem('unknown-run', `${model} has no run ${run.slice(0, 64)}`);
  return found.document;
}
