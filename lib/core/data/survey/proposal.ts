/** Guesses from a survey what a model of this file would be: target, task, id, and what must be left out. Each guess has its reason. */
import { isAmount, isNumeric, type Task } from '../../contracts/schema.ts';
import { orderLabels } from '../labels.ts';
import type { ColumnSurvey } from './column.ts';
import { leakColumns } from './leak-columns.ts';
import { findLeaks, type Leak } from './leaks.ts';
import { proposeNulls } from './null-words.ts';
import type { FileSurvey } from './survey.ts';

export interface Guess<T> {
  value: T;
  /** Why, as a clause for a comment. */
  why: string;
}

export interface Proposal {
  target: Guess<string>;
  task: Guess<Task>;
  id: Guess<string> | undefined;
  ignore: Guess<string>[];
  /** Words that stand for a missing cell. */
  nulls: Guess<string>[];
  /** Of columns that stay: what a person should look at. */
  remarks: Map<string, string[]>;
}

/** Choices of the user; what is absent is guessed. `id: null` wants none. */
export interface Choices {
  target?: string;
  task?: Task;
  id?: string | null;
  ignore?: readonly string[];
}

/** A choice or the file makes no model. `column` is what it is about. */
export class NoProposal extends Error {
  override readonly name = 'NoProposal';
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

const TARGET_NAMES =
  /^(target|label|labels|class|y|outcome|response|result|default|fraud|is_?fraud|churn(ed)?|survived|diagnosis|quality|income.*|price|sale_?price|cnt|count|total|demand|score|rating|amount|medv|value)$/i;
const ID_NAMES = /(^id$|[ _-]id$|[a-z]I[dD]$|^id[ _-]|^(uu|gu)?id$|[ _-]?key$|number$|^index$|^instant$|^row|[ _-]no$)/;

/** @param hint a word that may be the target's name: the model's */
export function propose(survey: FileSurvey, hint: string, chosen: Choices = {}): Proposal {
  const byName = new Map(survey.columns.map((column) => [column.name, column]));
  const target = targetOf(survey, hint, chosen, byName);
  const targetColumn = known(byName, target.value);
  const task = taskOf(targetColumn, chosen);
  const leaks = leaksOf(survey, target.value);
  const leaking = new Map(leaks.map((leak) => [leak.column, leak]));
  const id = idOf(survey, target.value, chosen, byName, leaking);
  const others = survey.columns.filter(({ name }) => name !== target.value && name !== id?.value);
  const ignore = chosen.ignore
    ? chosen.ignore.map((name) => ignoredByChoice(name, byName, target.value, id?.value))
    : others.flatMap((column) => ignoredByLook(column, survey.rows, leaking.get(column.name), target.value));
  const left = new Set(ignore.map(({ value }) => value));
  const features = others.filter(({ name }) => !left.has(name));
  if (features.length === 0)
    throw new NoProposal('no column is left to learn from', 'leave fewer columns out with --ignore');
  const nulls = proposeNulls(features);
  const words = new Set(nulls.map(({ value }) => value));
  return {
    target,
    task,
    id,
    ignore,
    nulls,
    remarks: new Map(
      features.map((column) => [
        column.name,
        remarksOf(column, survey.rows, leaking.get(column.name), target.value, words),
      ]),
    ),
  };
}

function known(byName: ReadonlyMap<string, ColumnSurvey>, name: string): ColumnSurvey {
  const found = byName.get(name);
  if (found) return found;
  throw new NoProposal(`there is no column ${JSON.stringify(name)}`, `one of ${listed([...byName.keys()])}`);
}

const isBinary = (column: ColumnSurvey): boolean => column.distinct === 2 && !column.distinctCapped;
const usableTarget = (column: ColumnSurvey): boolean =>
  isBinary(column) || (isAmount(column.type) && column.distinct > 2);

function targetOf(
  { columns, rows }: FileSurvey,
  hint: string,
  { target, id, ignore }: Choices,
  byName: ReadonlyMap<string, ColumnSurvey>,
): Guess<string> {
  if (target !== undefined) return { value: known(byName, target).name, why: 'as you said' };
  const candidates = columns
    .map((column, index) => ({ column, last: index === columns.length - 1 }))
    .filter(({ column }) => usableTarget(column) && column.name !== id && !ignore?.includes(column.name))
    .map(({ column, last }) => ({ column, last, points: targetPoints(column, last, hint, rows) }))
    .sort((a, b) => b.points - a.points);
  const [best] = candidates;
  if (!best)
    throw new NoProposal(
      'no column can be the target: it has two different values, or it is a number',
      'name it with --target-column, or make a column of two labels (more than two classes are not supported yet)',
    );
  const reasons = [
    ...(matches(best.column.name, hint) ? ['its name is that of the model'] : []),
    ...(TARGET_NAMES.test(best.column.name) ? ['its name is a usual one'] : []),
    ...(best.last ? ['it is the last column'] : []),
    ...(isBinary(best.column) ? ['it has two values'] : []),
  ];
  return { value: best.column.name, why: `a guess: ${reasons.join(', ') || 'it is a number that varies'}` };
}

/** Whether one holds the other, letters and digits only; shorter words are in everything. */
function matches(name: string, hint: string): boolean {
  const [a, b] = [name, hint].map((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) as [string, string];
  return Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a));
}

function targetPoints(column: ColumnSurvey, last: boolean, hint: string, rows: number): number {
  return (
    (matches(column.name, hint) ? 4 : 0) +
    (TARGET_NAMES.test(column.name) ? 4 : 0) +
    (last ? 3 : 0) +
    (isBinary(column) ? 1 : 0) -
    (column.missing > rows / 20 ? 4 : 0) -
    (column.counting || ID_NAMES.test(column.name) ? 6 : 0)
  );
}

function taskOf(target: ColumnSurvey, { task }: Choices): Guess<Task> {
  const count = `${target.distinctCapped ? 'over ' : ''}${target.distinct.toLocaleString('en-US')}`;
  if (task === 'binary-classification' && !isBinary(target))
    throw new NoProposal(
      `${JSON.stringify(target.name)} has ${count} different values, a binary classification has two`,
      'choose another --target-column, or --task regression for a number',
    );
  if (task === 'regression' && !isAmount(target.type))
    throw new NoProposal(
      `${JSON.stringify(target.name)} is ${target.type}, a regression predicts a number`,
      'choose another --target-column, or --task binary-classification for two labels',
    );
  if (task) return { value: task, why: 'as you said' };
  if (isBinary(target)) {
    const labels = target.levels.map(
      ({ value, count: n }) => `${JSON.stringify(value)} in ${n.toLocaleString('en-US')} rows`,
    );
    const [a = '', b = ''] = target.levels.map(({ value }) => value);
    const positive = JSON.stringify(orderLabels(a, b)[1]);
    return {
      value: 'binary-classification',
      why: `${target.name} has two values: ${labels.join(', ')}; scores are of ${positive}`,
    };
  }
  if (isAmount(target.type))
    return { value: 'regression', why: `${target.name} is a number with ${count} different values` };
  throw new NoProposal(
    `${JSON.stringify(target.name)} cannot be a target: it is ${target.type} with ${count} different values`,
    'name a column of two labels, or a number (more than two classes are not supported yet)',
  );
}

/** Leaks are sought among the columns as they are written: also in those that would be the id. */
function leaksOf({ sample, columns }: FileSurvey, target: string): Leak[] {
  const numeric = new Set(columns.filter(({ type }) => isAmount(type)).map(({ name }) => name));
  const found = leakColumns(sample, { names: columns.map(({ name }) => name), target, numeric });
  return findLeaks(found.target, found.others);
}

const isUnique = ({ distinct, distinctCapped, filled, missing }: ColumnSurvey): boolean =>
  missing === 0 && filled > 1 && (distinct === filled || distinctCapped);

function idOf(
  { columns }: FileSurvey,
  target: string,
  { id, ignore }: Choices,
  byName: ReadonlyMap<string, ColumnSurvey>,
  leaking: ReadonlyMap<string, Leak>,
): Guess<string> | undefined {
  if (id === null) return undefined;
  if (id !== undefined) {
    if (id === target) throw new NoProposal(`${JSON.stringify(id)} is the target`, 'name another column with --id');
    const { missing } = known(byName, id);
    return {
      value: id,
      why: missing === 0 ? 'as you said' : `as you said; rows without one are rejected (${missing})`,
    };
  }
  const candidates = columns.filter(
    (column) =>
      column.name !== target &&
      !ignore?.includes(column.name) &&
      !leaking.has(column.name) &&
      isUnique(column) &&
      (column.type === 'text' || column.counting || (column.type === 'integer' && ID_NAMES.test(column.name))),
  );
  const best = candidates.find(({ name }) => ID_NAMES.test(name)) ?? candidates[0];
  if (!best) return undefined;
  return {
    value: best.name,
    why: best.counting
      ? 'a row number: every row has its own; a stable key of your source would be better'
      : 'every row has a value of its own',
  };
}

function ignoredByChoice(
  name: string,
  byName: ReadonlyMap<string, ColumnSurvey>,
  target: string,
  id: string | undefined,
): Guess<string> {
  known(byName, name);
  if (name === target || name === id)
    throw new NoProposal(
      `${JSON.stringify(name)} is the ${name === target ? 'target' : 'id'}`,
      'leave it out of --ignore',
    );
  return { value: name, why: 'as you said' };
}

function ignoredByLook(column: ColumnSurvey, rows: number, leak: Leak | undefined, target: string): Guess<string>[] {
  const { name } = column;
  if (leak) return [{ value: name, why: leakInWords(leak, target) }];
  if (column.counting) return [{ value: name, why: 'a row number: it says nothing about a new row' }];
  if (isUnique(column) && rows > 20 && column.type === 'text')
    return [{ value: name, why: 'every row has a value of its own: another id' }];
  return [];
}

function leakInWords(leak: Leak, target: string): string {
  const percent = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;
  switch (leak.kind) {
    case 'sum':
      return `gives the target away: ${leak.column} + ${leak.with} = ${target}`;
    case 'difference':
      return `gives the target away: ${target} is the difference of ${leak.column} and ${leak.with}`;
    case 'copy':
      return `gives the target away: it equals ${target} in ${percent(leak.share)} of the rows`;
    case 'correlated':
      return `gives the target away? its correlation with ${target} is ${Number(leak.correlation.toPrecision(4))}`;
    case 'tells-label':
      return `gives the target away? it alone tells ${target} in ${percent(leak.share)} of the rows`;
  }
}

/** Over this many different texts the default algorithm leaves a text column out. */
const MOST_TEXT_LEVELS = 32;

function remarksOf(
  column: ColumnSurvey,
  rows: number,
  leak: Leak | undefined,
  target: string,
  nulls: ReadonlySet<string>,
): string[] {
  const { type, filled, distinct, numbers } = column;
  const disguised = column.disguised.filter(({ value }) => !nulls.has(value));
  const share = (count: number): string => `${Number(((count / Math.max(1, filled)) * 100).toPrecision(3))} %`;
  const remarks: string[] = [];
  if (leak) remarks.push(leakInWords(leak, target));
  if (filled === 0) remarks.push('EMPTY: no row has a value');
  else if (distinct === 1) remarks.push('CONSTANT: it tells nothing, unless other values will come');
  if (!isNumeric(type) && numbers >= filled * 0.5 && type !== 'boolean' && numbers < filled) {
    const words = disguised.filter(({ value }) => !/^-?\d+$/.test(value)).map(({ value }) => JSON.stringify(value));
    remarks.push(
      `MIXED: ${share(numbers)} of the cells are numbers${words.length > 0 ? `, others are ${words.slice(0, 3).join(', ')}` : ''}; empty the others in the export, and make it type: number`,
    );
  } else if (disguised.length > 0) {
    const words = disguised
      .slice(0, 3)
      .map(({ value, count }) => `${JSON.stringify(value)} (${count.toLocaleString('en-US')})`);
    const effect = isAmount(type) ? 'read as it stands' : 'a value of its own';
    remarks.push(
      `missing in disguise? ${words.join(', ')} is ${effect}; an empty cell is missing, and what data.nulls names`,
    );
  }
  if (type === 'text' && filled > 0 && distinct > MOST_TEXT_LEVELS && !remarks.some((text) => text.startsWith('MIXED')))
    remarks.push(
      isUnique(column) && rows > 20
        ? 'every row has a value of its own: an id? Not used in training'
        : `free text: over ${MOST_TEXT_LEVELS} different texts, not used in training by xgboost`,
    );
  if (type === 'timestamp')
    remarks.push(
      'a time: new rows are later than all that were learned from; ignore it if it only says when the row was made',
    );
  if (type === 'integer' && isUnique(column) && rows > 20) remarks.push('every row has a value of its own: an id?');
  return remarks;
}

const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')}, ... (${names.length})` : names.join(', ');
