/** Writes a first `model.yaml` for a person to read and correct: every guess has its reason beside it. */
import type { ColumnType, Task } from '../schema.ts';

export interface DraftColumn {
  name: string;
  type: ColumnType;
  /** What was seen of it, as one line. */
  seen: string;
  /** What a person should look at; each becomes a line above the column. */
  remarks: readonly string[];
}

export interface ManifestDraft {
  model: string;
  /** The file and how much of it was read, as one line. */
  source: string;
  task: { value: Task; why: string };
  target: { value: string; why: string };
  id?: { value: string; why: string };
  ignore: readonly { value: string; why: string }[];
  /** Words that stand for a missing cell. */
  nulls: readonly { value: string; why: string }[];
  columns: readonly DraftColumn[];
}

/** Text that `parseManifestYaml` accepts, whatever the names are. Ends with a line break. */
export function draftManifest(draft: ManifestDraft): string {
  return [
    `# ${comment(draft.source)}`,
    '# Guesses say why. Correct what is wrong, then: sluice apply',
    'sluice: 1',
    `model: ${draft.model}`,
    `task: ${draft.task.value}   # ${comment(draft.task.why)}; the other kind: ${draft.task.value === 'regression' ? 'binary-classification' : 'regression'}`,
    'data:',
    `  target: ${scalar(draft.target.value)}   # ${comment(draft.target.why)}`,
    ...idLines(draft.id),
    ...ignoreLines(draft.ignore),
    ...nullLines(draft.nulls),
    '  # Types are frozen by the first upload. integer, number, boolean, category, text or timestamp.',
    '  # A number may have min and max, a category its values; required: true refuses empty cells.',
    '  columns:',
    ...draft.columns.flatMap(columnLines),
    '  maxRejectedShare: 0.01   # rows that break this are set aside; more than this share, and the upload is refused',
    'training:',
    '  algorithm: xgboost   # or script, with your own train.py and inference.py',
    '  hyperparameters: { maxDepth: 4, eta: 0.1, rounds: 200 }',
    '  instance: ml.m5.large',
    'evaluation:',
    '  # What a version must reach on rows that training never saw. The champion is what serves production.',
    ...gateLines(draft.task.value),
    'stages:',
    '  staging:    { serving: { instance: ml.m5.large, count: 1 }, rollout: { strategy: all-at-once } }',
    '  # Half of the traffic goes to a new version for 10 minutes; it is taken back when over 2 % of its answers fail.',
    '  production: { serving: { instance: ml.m5.large, count: 2 }, rollout: { strategy: canary, size: 50, bakeMinutes: 10 }, rollbackOn: { errorRate: 0.02 } }',
    'monitoring:',
    '  drift: { everyHours: 1, falseAlarmsPerYear: 4 }',
    '  # retrain: onDrift   # drift starts a run on the newest accepted data; nobody but you releases what comes of it',
    '  # retrainLimits: { coolDownDays: 7, mostPerMonth: 2 }',
    '  # drill: weekly   # a planted fault proves each week that drift would be told',
    '',
  ].join('\n');
}

const idLines = (id: ManifestDraft['id']): string[] =>
  id
    ? [`  id: ${scalar(id.value)}   # ${comment(id.why)}; never a feature, and it keeps the split of the rows stable`]
    : ['  # id: a column that names each row, if there is one'];

function ignoreLines(ignore: ManifestDraft['ignore']): string[] {
  if (ignore.length === 0) return ['  # ignore: [columns that are never read]'];
  return [
    '  ignore:   # never read; delete a line to learn from the column',
    ...ignore.map(({ value, why }) => `    - ${scalar(value)}   # ${comment(why)}`),
  ];
}

function nullLines(nulls: ManifestDraft['nulls']): string[] {
  if (nulls.length === 0)
    return ['  # nulls: [words that stand for a missing cell, like "?"; an empty cell always does]'];
  return [
    '  nulls:   # words that stand for a missing cell, in training and in requests; an empty cell always does',
    ...nulls.map(({ value, why }) => `    - ${JSON.stringify(value)}   # ${comment(why)}`),
  ];
}

function columnLines({ name, type, seen, remarks }: DraftColumn): string[] {
  return [
    ...remarks.map((remark) => `    # ${comment(name)}: ${comment(remark)}`),
    `    ${scalar(name)}: { type: ${type} }   # ${comment(seen)}`,
  ];
}

function gateLines(task: Task): string[] {
  return task === 'regression'
    ? ['  gates: ["r2 >= 0.1", "r2 >= champion - 0.01"]   # r2 0 is always saying the mean, 1 is perfect']
    : ['  gates: ["auc >= 0.6", "auc >= champion - 0.01"]   # auc 0.5 is guessing, 1 is perfect'];
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*( ?[A-Za-z0-9_()./-]+)*$/;
/** Words that YAML 1.1 or 1.2 readers take for something else than text. */
const RESERVED = /^(true|false|yes|no|on|off|y|n|null)$/i;

/** A name as YAML: plain where that is safe, else in JSON's quotes, which are YAML's too. */
function scalar(name: string): string {
  return PLAIN.test(name) && !RESERVED.test(name) ? name : JSON.stringify(name);
}

const LONGEST_COMMENT = 400;

/** One line, without what could end it or steer a terminal. */
function comment(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu, ' ')
    .slice(0, LONGEST_COMMENT)
    .toWellFormed();
}
