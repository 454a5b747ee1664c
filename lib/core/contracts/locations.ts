/** Where things lie in the buckets. The first part of every key is the model, so that a policy can be limited to one. */

import { VARIANT } from './names.ts';

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

/** A folder that S3's console made: an object of no bytes, which is no upload. */
export const isFolderMark = (key: string, size: number | undefined): boolean => key.endsWith('/') && size === 0;

/**
 * What is wrong with the part of an upload's key that its sender chose. S3 keeps `..`, empty parts and control characters
 * as they are; whoever copies such an object to a disk, or prints its key, is led elsewhere.
 */
export function faultOfUploadKey(key: string): string | undefined {
  const [, , ...rest] = key.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(key)) return 'it holds a control character';
  if (rest.some((part) => part === '.' || part === '..')) return 'it has a part . or ..';
  if (rest.at(-1) === '') return 'it ends with / and names no file';
  return rest.includes('') ? 'it has // in it' : undefined;
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
  chunks: 'chunks.json',
  report: 'report.json',
  page: 'report.html',
  rejects: 'rejects.csv',
} as const;

/**
 * Artefact bucket. What a check in ranges leaves between its passes, and a lifecycle rule deletes: no model has a name
 * like this.
 */
export const RANGES_PREFIX = '_ranges/';
export const rangesPrefix = (model: string, run: string, contract: string): string =>
  `${RANGES_PREFIX}${model}/${run}/${contract}/`;
export const rangePlanKey = (prefix: string): string => `${prefix}plan.json`;

export const runPrefix = (model: string, run: string): string => `${model}/runs/${run}/`;
/** SageMaker adds `/<job>/output/model.tar.gz`. */
export const artifactPrefix = (model: string, run: string): string => `${runPrefix(model, run)}artifact`;
export const scoresPrefix = (model: string, run: string, who: 'candidate' | 'champion'): string =>
  `${runPrefix(model, run)}scores/${who}/`;
/** Batch transform writes `<input file>.out`. */
export const SCORES_FILE = 'features.csv.out';
export const evaluationKey = (model: string, run: string): string => `${runPrefix(model, run)}evaluation.json`;
/** What live traffic of the version is compared with. */
export const baselineKey = (model: string, run: string): string => `${runPrefix(model, run)}baseline.json`;
/** A user's own code, by its SHA-256 in hex. */
export const codeKey = (model: string, sha256: string): string => `${model}/code/${sha256}/sourcedir.tar.gz`;

/** Capture bucket: a prefix of its own for each configuration, so that canary and champion traffic never mix. SageMaker adds `/<endpoint>/<variant>/yyyy/mm/dd/hh/`. */
export const capturePrefix = (model: string, stage: string, configuration: string): string =>
  `${model}/${stage}/${configuration}`;
/** One configuration behind its endpoint. */
export interface CapturePlace {
  model: string;
  stage: string;
  configuration: string;
  endpoint: string;
}
/** Where SageMaker puts the folders of the hours. */
export const captureHoursPrefix = ({ model, stage, configuration, endpoint }: CapturePlace): string =>
  `${capturePrefix(model, stage, configuration)}/${endpoint}/${VARIANT}/`;
/** Where it puts the records of an hour; a file is named `MM-SS-mmm-<uuid>.jsonl`. @param hour ISO 8601 */
export const captureHourPrefix = (place: CapturePlace, hour: string): string =>
  `${captureHoursPrefix(place)}${hour.slice(0, 13).replace(/[-T]/g, '/')}/`;
export const driftReportsPrefix = (model: string, stage: string, configuration: string): string =>
  `${model}/reports/drift/${stage}/${configuration}/`;
export const driftReportKey = (model: string, stage: string, configuration: string, from: string, to: string): string =>
  `${driftReportsPrefix(model, stage, configuration)}${from}_${to}.json`;
/** What was counted in a window, by the dataset it was counted on: windows on one baseline can be merged. */
export const driftCountsKey = (
  { model, stage, dataset }: { model: string; stage: string; dataset: string },
  { from, to, configuration }: { from: string; to: string; configuration: string },
): string => `${driftCountsPrefix({ model, stage, dataset })}${from}_${to}_${configuration}.json`;
export const driftCountsPrefix = ({
  model,
  stage,
  dataset,
}: {
  model: string;
  stage: string;
  dataset: string;
}): string => `${model}/reports/drift-counts/${stage}/${dataset.replaceAll(':', '-')}/`;
/** The page of a drift report: apart, for reports are listed. */
export const driftPageKey = (report: string): string =>
  report.replace('/reports/drift/', '/reports/drift-pages/').replace(/\.json$/, '.html');

/**
 * Artefact bucket. Answers of a day, kept for labels that come late, and deleted by a lifecycle rule: no model has a name
 * like this.
 */
export const ANSWERS_PREFIX = '_answers/';
export const answersPrefix = (model: string, stage: string, configuration: string): string =>
  `${ANSWERS_PREFIX}${model}/${stage}/${configuration}/`;
export const answersKey = (
  model: string,
  stage: string,
  configuration: string,
  { from, to }: { from: string; to: string },
): string => `${answersPrefix(model, stage, configuration)}${from}_${to}.csv`;

/** Artefact bucket. What the daily look at a stage's performance found. */
export const performanceReportsPrefix = (model: string, stage: string): string =>
  `${model}/reports/performance/${stage}/`;
export const performanceReportKey = (
  model: string,
  stage: string,
  { from, to }: { from: string; to: string },
): string => `${performanceReportsPrefix(model, stage)}${from}_${to}.json`;

/** Data bucket. Files of labels that people put there; each is taken in when it arrives, and stays as it is. */
export const labelsPrefix = (model: string): string => `${model}/labels/`;
export const LABELS_KEY_PATTERN = '*/labels/*';

/** The model that a file of labels is for; undefined when the key is none. */
export function modelOfLabels(key: string): string | undefined {
  const [model, area, ...rest] = key.split('/');
  return model && area === 'labels' && rest.length > 0 ? model : undefined;
}

/**
 * Data bucket. Labels as they are kept: what was posted (named by the ULID of its time), what was posted in a day packed
 * into one file, for a model may be told of its labels one by one, what was taken in of people's files, and which of
 * their lines are none. Apart from where people put them, so that nothing kept counts as arrived.
 */
const keptLabelsPrefix = (model: string): string => `${model}/kept-labels/`;
export const postedLabelsPrefix = (model: string): string => `${keptLabelsPrefix(model)}posted/`;
export const postedLabelsKey = (model: string, ulid: string): string => `${postedLabelsPrefix(model)}${ulid}.csv`;
export const packedLabelsPrefix = (model: string): string => `${keptLabelsPrefix(model)}packed/`;
/** @param day `2026-11-21`, UTC */
export const packedLabelsKey = (model: string, day: string): string => `${packedLabelsPrefix(model)}${day}.csv`;
export const filedLabelsPrefix = (model: string): string => `${keptLabelsPrefix(model)}files/`;
/** @param file `<when it came, ISO 8601>_<hash>` */
export const filedLabelsKey = (model: string, file: string): string => `${filedLabelsPrefix(model)}${file}.csv`;
export const refusedLabelsPrefix = (model: string): string => `${keptLabelsPrefix(model)}refused/`;
/** @param file as of `filedLabelsKey` */
export const refusedLabelsKey = (model: string, file: string): string => `${refusedLabelsPrefix(model)}${file}.json`;
