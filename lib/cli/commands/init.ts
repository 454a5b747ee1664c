/** `sluice init <folder> --from data.csv`: writes a commented model.yaml with a guess for everything, to be corrected. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { formats } from '../../adapters/formats/formats.ts';
import { draftManifest } from '../../core/contracts/manifest/draft.ts';
import { parseManifestYaml } from '../../core/contracts/manifest/yaml.ts';
import { isModelName, MODEL_MAX } from '../../core/contracts/names.ts';
import { TASKS, type Task } from '../../core/contracts/schema.ts';
import { checkNames } from '../../core/data/header.ts';
import { openTable } from '../../core/data/readers/open-table.ts';
import { LEAST_ROWS } from '../../core/data/refuse-rows.ts';
import { draftOf } from '../../core/data/survey/draft.ts';
import { type Choices, NoProposal, type Proposal, propose } from '../../core/data/survey/proposal.ts';
import { type FileSurvey, surveyFile } from '../../core/data/survey/survey.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import type { Asker } from '../confirm.ts';
import { asUsage as unusable } from '../data/reference.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { fileSource } from '../input/file-source.ts';
import { requireFile } from '../input/named-file.ts';
import { shellLine } from '../output/shell.ts';
import { number } from '../output/text.ts';

interface InitOptions {
  from?: string;
  model?: string;
  task?: Task;
  /** Not `target`: that is where the command line works. */
  targetColumn?: string;
  id?: string | false;
  ignore?: string[] | false;
}

/** `Bike Sharing (2011)` -> `bike-sharing-2011`; empty when nothing is left. */
export function modelNameOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^[0-9 ]+/, '');
  return words.replaceAll(' ', '-').slice(0, MODEL_MAX).replace(/-$/, '');
}

/** Every failure of a look at the file, as bad input: nothing was written. */
function asUsage(error: unknown, file: string): unknown {
  if (error instanceof NoProposal) return new CommandFailure(EXIT.usage, `${file}: ${error.message}`, error.mend);
  return unusable(error, file);
}

async function survey(file: string): Promise<FileSurvey> {
  requireFile(file, 'sluice init <folder> --from <data.csv>');
  try {
    const found = await surveyFile(await openTable(fileSource(file), formats));
    checkNames(found.columns.map(({ name }) => name));
    if (found.rows === 0)
      throw new CommandFailure(EXIT.usage, `${file}: no row has as many cells as the header`, 'export it again');
    return found;
  } catch (error) {
    throw asUsage(error, file);
  }
}

const LEFT = new CommandFailure(EXIT.usage, 'left without an answer; nothing was written');

async function ask(asker: Asker, question: string, initial: string): Promise<string> {
  const answer = await asker.text(question, initial);
  if (answer === undefined) throw LEFT;
  return answer.trim();
}

/** What a person says where a flag does not: at most the file, the target, the id and what is left out. */
async function askedFor(asker: Asker, found: FileSurvey, model: string, options: InitOptions): Promise<Choices> {
  const choices = choicesOf(options);
  const guess = propose(found, model, choices);
  if (choices.target === undefined)
    choices.target = await ask(asker, `Which column is predicted? (${guess.target.why})`, guess.target.value);
  const { id } = propose(found, model, choices);
  if (choices.id === undefined)
    choices.id = (await ask(asker, 'Which column names each row? (empty: none)', id?.value ?? '')) || null;
  const { ignore } = propose(found, model, choices);
  if (choices.ignore === undefined) {
    const why = ignore.map((one) => `${one.value}: ${one.why}`).join('; ');
    const answer = await ask(
      asker,
      `Which columns are left out? (separated by commas, empty: none${why ? `; ${why}` : ''})`,
      ignore.map(({ value }) => value).join(', '),
    );
    choices.ignore = answer
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }
  // What was left as it stood keeps the reasons of its guess.
  return sameColumns(propose(found, model, choices), guess) ? choicesOf(options) : choices;
}

const sameColumns = (a: Proposal, b: Proposal): boolean =>
  a.target.value === b.target.value &&
  a.id?.value === b.id?.value &&
  a.ignore.map(({ value }) => value).join('\0') === b.ignore.map(({ value }) => value).join('\0');

const choicesOf = ({ task, targetColumn, id, ignore }: InitOptions): Choices => ({
  ...(task ? { task } : {}),
  ...(targetColumn === undefined ? {} : { target: targetColumn }),
  ...(id === undefined ? {} : { id: id === false ? null : id }),
  ...(ignore === undefined ? {} : { ignore: ignore === false ? [] : ignore }),
});

/** The same once more without a question. */
function flagsOf(folder: string, file: string, model: string, { target, task, id, ignore }: Proposal): string {
  const left = ignore.length > 0 ? ['--ignore', ...ignore.map(({ value }) => value)] : ['--no-ignore'];
  const named = id ? ['--id', id.value] : ['--no-id'];
  const what = ['--from', file, '--model', model, '--task', task.value, '--target-column', target.value];
  return shellLine('sluice', 'init', folder, ...what, ...named, ...left);
}

function summary(proposal: Proposal, found: FileSurvey): string[] {
  const { target, id, ignore, remarks } = proposal;
  const rows: [string, string, string][] = [
    ['target', target.value, target.why],
    ['id', id?.value ?? 'none', id?.why ?? 'no column has a value of its own in every row'],
    ...ignore.map(({ value, why }): [string, string, string] => ['left out', value, why]),
    ...[...remarks].flatMap(([name, texts]) => texts.map((text): [string, string, string] => ['look at', name, text])),
  ];
  const width = Math.min(30, Math.max(...rows.map(([, name]) => name.length)));
  return [
    ...rows.map(([word, name, why]) => `  ${word.padEnd(8)}  ${name.padEnd(width)}  ${why}`),
    ...(found.rows < LEAST_ROWS ? [`  ${found.rows} rows are too few to train: at least ${LEAST_ROWS}`] : []),
  ];
}

function modelOf(folder: string, wanted: string | undefined): string {
  const model = wanted ?? modelNameOf(path.basename(path.resolve(folder)));
  if (isModelName(model)) return model;
  throw new CommandFailure(
    EXIT.usage,
    `${JSON.stringify(model)} cannot be the name of a model: lower-case letters and digits in parts joined by -, at most ${MODEL_MAX}`,
    `sluice init ${folder} --from <data.csv> --model churn`,
  );
}

async function dataFile({ asker, options }: CommandContext, from: string | undefined): Promise<string> {
  if (from !== undefined) return from;
  if (!asker || options.yes)
    throw new CommandFailure(EXIT.usage, 'no data file is named', 'sluice init <folder> --from <data.csv>');
  return ask(asker, 'Which CSV file has the data?', '');
}

async function initModel(context: CommandContext, folder: string, options: InitOptions): Promise<void> {
  const { out, asker } = context;
  const target = path.join(folder, 'model.yaml');
  const model = modelOf(folder, options.model);
  const replaces = existsSync(target);
  if (replaces) await context.confirm(`${target} is there, and will be replaced`);
  const file = await dataFile(context, options.from);
  const found = await survey(file);
  let proposal: Proposal;
  try {
    const asks = asker && !context.options.yes;
    const choices = asks ? await askedFor(asker, found, model, options) : choicesOf(options);
    proposal = propose(found, model, choices);
  } catch (error) {
    throw asUsage(error, file);
  }
  const text = draftManifest(draftOf({ model, fileName: path.basename(file), survey: found, proposal }));
  const parsed = parseManifestYaml(text);
  if ('issues' in parsed) throw new Error(`the drafted manifest is not valid: ${parsed.issues[0]?.message}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(target, text, { flag: replaces ? 'w' : 'wx' });

  const next = [shellLine('sluice', 'apply', target), shellLine('sluice', 'upload', model, file)];
  const columns = proposal.remarks.size;
  out.document({
    file: target,
    model,
    task: proposal.task.value,
    target: proposal.target.value,
    id: proposal.id?.value ?? null,
    ignore: proposal.ignore.map(({ value }) => value),
    columns,
    rows: found.rows,
    remarks: Object.fromEntries([...proposal.remarks].filter(([, texts]) => texts.length > 0)),
    next,
  });
  out.say(`without questions: ${flagsOf(folder, file, model, proposal)}`);
  out.print(
    [
      `wrote ${target}: ${proposal.task.value} of ${proposal.target.value} from ${columns} columns, ${number(found.rows)} rows seen`,
      ...summary(proposal, found),
      'Read it, correct it, then:',
      ...next.map((line) => `  ${line}`),
    ].join('\n'),
  );
}

export const init: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<folder>')
      .examples(
        'sluice init churn --from customers.csv',
        'sluice init bike --from hour.csv --target-column cnt --no-id --yes',
      )
      .option('--from <file>', 'the CSV file to look at')
      .option('--model <name>', "name of the model (default: the folder's)")
      .addOption(new Option('--task <task>', 'what is learned (default: by the target)').choices(TASKS))
      .option('--target-column <column>', 'the column to predict')
      .option('--id <column>', 'the column that names each row')
      .option('--no-id', 'no column names each row')
      .option('--ignore <columns...>', 'columns that are never read')
      .option('--no-ignore', 'read every column, also those that seem to give the target away')
      .action(run((context, folder: string, options: InitOptions) => initModel(context, folder, options))),
};
