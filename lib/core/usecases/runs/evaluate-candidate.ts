/** Compares what candidate and champion answered for the held-out rows, and keeps the evaluation, and of a version to be its baseline. */
import { DATASET_FILES, evaluationKey, SCORES_FILE, scoresPrefix } from '../../contracts/locations.ts';
import { DatasetSchema } from '../../contracts/schema.ts';
import type { EvaluateAnswer, EvaluateInput } from '../../contracts/workflow-training.ts';
import { type Evaluation, type EvaluationInput, evaluate, type NotCompared } from '../../evaluation/evaluate.ts';
import { parseBinary, parseRegression, ScoresUnreadable } from '../../evaluation/scores.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { causeOfStep } from '../failure-cause.ts';
import { putJson, readJson } from '../json-objects.ts';
import { pinnedManifest, theDataset, theRun } from '../run-record.ts';
import { keepBaseline } from './keep-baseline.ts';

export interface EvaluateCandidatePorts {
  registry: Registry;
  objects: Objects;
  artifactBucket: string;
}

/**
 * Equal scores give an equal document, so a step that runs twice writes the same.
 *
 * A champion that cannot be compared with does not stop a candidate: it would stop each one after it too, and a broken
 * champion could never be replaced. The document says so, gates that name the champion do not apply, and who releases the
 * version sees both.
 *
 * @throws ScoresUnreadable of labels and candidate, GateSyntaxError
 */
export async function evaluateCandidate(
  { registry, objects, artifactBucket }: EvaluateCandidatePorts,
  input: EvaluateInput,
): Promise<EvaluateAnswer> {
  const { model } = input;
  const run = (await theRun(registry, model, input.run)).document;
  const { manifest } = await pinnedManifest(registry, run);
  const dataset = await theDataset(registry, model, run.dataset);
  const text = (key: string): Promise<string> => objects.text({ bucket: artifactBucket, key });
  const scores = (who: 'candidate' | 'champion'): Promise<string> =>
    text(`${scoresPrefix(model, run.run, who)}${SCORES_FILE}`);
  const schema = await readJson(
    objects,
    { bucket: artifactBucket, key: `${dataset.location}${DATASET_FILES.schema}` },
    DatasetSchema,
  );
  const own = {
    task: schema.task,
    labels: schema.target.labels,
    actual: await text(`${dataset.location}${DATASET_FILES.holdoutLabels}`),
    candidate: await scores('candidate'),
    gates: manifest.evaluation.gates,
    seed: dataset.digest,
  };
  const evaluation = await compared(own, input, () => scores('champion'));
  const key = evaluationKey(model, run.run);
  await putJson(objects, { bucket: artifactBucket, key }, evaluation);
  if (evaluation.verdict === 'fail') return { v: 1, evaluation: key, verdict: 'fail' };
  const baseline = await keepBaseline(objects, artifactBucket, {
    ...{ model, run: run.run, dataset, schema },
    answers: answersOf(own),
  });
  return { v: 1, evaluation: key, verdict: 'pass', baseline };
}

/** Of a classifier the scores. */
function answersOf({ task, labels, actual, candidate }: EvaluationInput): Float64Array {
  return task === 'regression' || labels === undefined
    ? parseRegression(actual, candidate, 'candidate').predicted
    : parseBinary(actual, candidate, labels, 'candidate').scores;
}

async function compared(
  own: EvaluationInput,
  { champion, unscored }: EvaluateInput,
  championScores: () => Promise<string>,
): Promise<Evaluation> {
  if (!champion) return evaluate(own);
  const { version } = champion;
  const without = (code: NotCompared['code'], message: string): Evaluation =>
    evaluate({ ...own, notCompared: { version, code, message } });
  if (champion.incomparable)
    return without('other-question', `version ${version} predicts something else, or from other columns`);
  if (unscored) return without('unscored', causeOfStep('unscored', unscored).message);
  const scores = await championScores();
  try {
    return evaluate({ ...own, champion: { version, scores } });
  } catch (error) {
    if (!(error instanceof ScoresUnreadable && error.file === 'champion')) throw error;
    return without('unscored', error.message);
  }
}
