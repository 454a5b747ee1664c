/** Where things lie in the buckets. The first part of every key is the model, so that a policy can be limited to one. */

/** Data bucket. Any object below `<model>/uploads/` starts training; an announced one lies below its upload id. */
export const uploadKey = (model: string, upload: string, fileName: string): string =>
  `${model}/uploads/${upload}/${fileName}`;
export const UPLOAD_KEY_PATTERN = '*/uploads/*';

/** `model` and, for an announced upload, its id; undefined when the key is not an upload. */
export function parseUploadKey(key: string): { model: string; upload?: string; fileName: string } | undefined {
  const [model, area, ...rest] = key.split('/');
  if (!model || area !== 'uploads' || rest.length === 0) return undefined;
  const fileName = rest.at(-1) ?? '';
  if (fileName === '') return undefined;
  const [first] = rest;
  return rest.length > 1 && first ? { model, upload: first, fileName } : { model, fileName };
}

/** Artefact bucket. A dataset lies under the run that accepted it; the registry maps its digest to this prefix. */
export const datasetPrefix = (model: string, run: string): string => `${model}/datasets/${run}/`;
export const DATASET_FILES = {
  trainPrefix: 'train/',
  trainFeatures: 'train/features.csv',
  trainLabels: 'train/labels.csv',
  holdoutFeatures: 'holdout/features.csv',
  holdoutLabels: 'holdout/labels.csv',
  schemaPrefix: 'schema/',
  schema: 'schema/schema.json',
  profile: 'profile.json',
  rejects: 'rejects.csv',
} as const;

export const runPrefix = (model: string, run: string): string => `${model}/runs/${run}/`;
/** SageMaker adds `/<job>/output/model.tar.gz`. */
export const artifactPrefix = (model: string, run: string): string => `${runPrefix(model, run)}artifact`;
export const scoresPrefix = (model: string, run: string, who: 'candidate' | 'champion'): string =>
  `${runPrefix(model, run)}scores/${who}/`;
/** Batch transform writes `<input file>.out`. */
export const SCORES_FILE = 'features.csv.out';
export const evaluationKey = (model: string, run: string): string => `${runPrefix(model, run)}evaluation.json`;
/** A user's own code, by its SHA-256 in hex. */
export const codeKey = (model: string, sha256: string): string => `${model}/code/${sha256}/sourcedir.tar.gz`;

/** Capture bucket: a prefix of its own for each configuration, so that canary and champion traffic never mix. SageMaker adds `/<endpoint>/<variant>/yyyy/mm/dd/hh/`. */
export const capturePrefix = (model: string, stage: string, configuration: string): string =>
  `${model}/${stage}/${configuration}`;
export const driftReportKey = (model: string, stage: string, configuration: string, from: string, to: string): string =>
  `${model}/reports/drift/${stage}/${configuration}/${from}_${to}.json`;
