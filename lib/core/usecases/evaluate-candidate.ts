/** Compares what candidate and champion answered for the held-out rows, and keeps the evaluation. */
import { DATASET_FILES, evaluationKey, SCORES_FILE, scoresPrefix } from '../contracts/locations.ts';
import { DatasetSchema } from '../contracts/schema.ts';
import type { EvaluateAnswer, EvaluateInput } from '../contracts/workflow-training.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Objects } from '../ports/objects.ts';
import type { Registry } from '../ports/registry.ts';
import { pinnedManifest, theDataset, theRun } from './run-record.ts';

export interface EvaluateCandidatePorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
}

/** Equal scores give an equal document, so a step that runs twice writes the same. @throws ScoresUnreadable, GateSyntaxError */
export async function evaluateCandidate(
  { registry, objects, artifactBucket }: EvaluateCandidatePorts,
  input: EvaluateInput,
): Promise<EvaluateAnswer> {
  const { model } = input;
  const champion = input.champion?.incomparable ? undefined : input.champion;
  const run = (await theRun(registry, model, input.run)).document;
  const { manifest } = await pinnedManifest(registry, run);
  const dataset = await theDataset(registry, model, run.dataset);
  const text = (key: string): Promise<string> => objects.text({ bucket: artifactBucket, key });
  const scores = (who: 'candidate' | 'champion'): Promise<string> =>
    text(`${scoresPrefix(model, run.run, who)}${SCORES_FILE}`);
  const schema = DatasetSchema.parse(JSON.parse(await text(`${dataset.location}${DATASET_FILES.schema}`)));
  const evaluation = evaluate({
    task: schema.task,
    labels: schema.target.labels,
    actual: await text(`${dataset.location}${DATASET_FILES.holdoutLabels}`),
    candidate: await scores('candidate'),
    ...(champion ? { champion: { version: champion.version, scores: await scores('champion') } } : {}),
    gates: manifest.evaluation.gates,
    seed: dataset.digest,
  });
  const key = evaluationKey(model, run.run);
  await objects.put({ bucket: artifactBucket, key }, JSON.stringify(evaluation), { contentType: 'application/json' });
  return { v: 1, evaluation: key, verdict: evaluation.verdict };
}
