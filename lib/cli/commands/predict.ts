/** `sluice predict <model> <rows>`: asks the model of a stage; rows from a CSV or JSON file, or from standard input. */
import { createReadStream, existsSync } from 'node:fs';
import * as z from 'zod';
import { ApiError } from '../../adapters/aws/api-client.ts';
import { positiveInteger } from '../arguments.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import {
  bodiesOf,
  type CsvColumns,
  csvInstances,
  type Instances,
  jsonInstances,
  looksLikeJson,
} from '../input/instances.ts';
import { readManifest } from '../manifests.ts';
import { number } from '../output/text.ts';
import type { Session } from '../session.ts';

export interface Answer {
  body: unknown;
  /** What the request is captured under: a label that comes later is joined by it. */
  inferenceId?: string;
}

/** One request: its rows are answered together. */
export async function askModel(
  session: Session,
  model: string,
  stage: string,
  body: Uint8Array,
  { contentType, inferenceId }: { contentType: 'text/csv' | 'application/json'; inferenceId?: string },
): Promise<Answer> {
  const answer = await session.api('Application')({
    method: 'POST',
    path: `/models/${model}/stages/${stage}/predictions`,
    body,
    contentType,
    headers: { accept: 'application/json', ...(inferenceId ? { 'x-sluice-inference-id': inferenceId } : {}) },
  });
  const given = answer.headers.get('x-sluice-inference-id') ?? inferenceId;
  return { body: answer.body, ...(given ? { inferenceId: given } : {}) };
}

/** The answer's body alone. */
export const predictRows = async (
  session: Session,
  model: string,
  stage: string,
  body: Uint8Array,
  contentType: 'text/csv' | 'application/json',
): Promise<unknown> => (await askModel(session, model, stage, body, { contentType })).body;

/** Well below the API's 5 MB and 25 s, and enough that the way there does not count. */
const REQUEST_BYTES = 1_000_000;

interface PredictOptions {
  stage: string;
  inferenceId?: string;
  header: boolean;
  limit?: number;
}

/** Columns of a training file that are no features. Whoever may only ask the model sends what the file has. */
async function columnsOf(
  { session, out }: { session: Session; out: CommandContext['out'] },
  model: string,
): Promise<CsvColumns> {
  try {
    const { target, id, ignore = [] } = (await readManifest(session, model)).data;
    return { left: new Set([target, ...(id ? [id] : []), ...ignore]), id };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    out.say('the manifest may not be read by this caller: every column of the file is sent');
    return { left: new Set() };
  }
}

async function contentOf(rows: string): Promise<Uint8Array> {
  if (rows !== '-' && !existsSync(rows))
    throw new CommandFailure(EXIT.usage, `there is no file ${rows}`, 'sluice predict <model> <rows.csv>');
  const parts: Buffer[] = [];
  for await (const part of rows === '-' ? process.stdin : createReadStream(rows)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function instancesOf(
  content: Uint8Array,
  { columns, limit }: { columns: () => Promise<CsvColumns>; limit: number | undefined },
): Promise<Instances> {
  if (looksLikeJson(content)) {
    const { rows } = jsonInstances(new TextDecoder('utf-8', { fatal: true }).decode(content));
    return { rows: rows.slice(0, limit) };
  }
  const source = (async function* () {
    yield content;
  })();
  return csvInstances(source, await columns(), limit);
}

const Predictions = z.object({ predictions: z.array(z.record(z.string(), z.unknown())) });

/** The answers of several requests as one; of a model with answers of its own, a list of them. */
function together(answers: readonly Answer[]): { document: object; predictions?: Record<string, unknown>[] } {
  const inferenceIds = answers.flatMap(({ inferenceId }) => (inferenceId ? [inferenceId] : []));
  const parsed = answers.map(({ body }) => Predictions.safeParse(body));
  const predictions = parsed.flatMap(({ data }) => data?.predictions ?? []);
  return parsed.every(({ success }) => success)
    ? { document: { predictions, inferenceIds }, predictions }
    : { document: { answers: answers.map(({ body }) => body), inferenceIds } };
}

const shown = (value: unknown): string => (typeof value === 'number' ? number(value) : String(value ?? ''));

function show({ out }: CommandContext, answers: readonly Answer[], { ids }: Pick<Instances, 'ids'>): void {
  const { document, predictions } = together(answers);
  out.document(document);
  if (!predictions) {
    for (const { body } of answers)
      out.print(typeof body === 'string' ? body.trimEnd() : JSON.stringify(body, null, 2));
    return;
  }
  const keys = [...new Set(predictions.flatMap((one) => Object.keys(one)))];
  out.table(
    [
      { title: ids ? 'id' : 'row', align: ids ? 'left' : 'right' },
      ...keys.map((title) => ({ title, align: 'right' as const })),
    ],
    predictions.map((one, row) => [ids?.[row] ?? String(row + 1), ...keys.map((key) => shown(one[key]))]),
  );
}

async function predictFile(
  context: CommandContext,
  model: string,
  rows: string,
  options: PredictOptions,
): Promise<void> {
  const { out } = context;
  const { stage, inferenceId, limit } = options;
  const session = await context.session();
  const content = await contentOf(rows);
  const named = inferenceId ? { inferenceId } : {};
  if (!options.header && !looksLikeJson(content)) {
    show(context, [await askModel(session, model, stage, content, { contentType: 'text/csv', ...named })], {});
    return;
  }
  const instances = await instancesOf(content, { columns: () => columnsOf({ session, out }, model), limit });
  if (instances.rows.length === 0)
    throw new CommandFailure(
      EXIT.usage,
      `${rows === '-' ? 'the input' : rows} has no rows`,
      'a header, then a row a line',
    );
  const bodies = [...bodiesOf(instances.rows, REQUEST_BYTES)];
  if (inferenceId && bodies.length > 1)
    throw new CommandFailure(
      EXIT.usage,
      `${number(instances.rows.length)} rows take ${bodies.length} requests, and an inference id is of one`,
      `--limit ${bodies[0]?.rows}`,
    );
  const answers: Answer[] = [];
  for (const { body } of bodies)
    answers.push(
      await askModel(session, model, stage, new TextEncoder().encode(body), {
        contentType: 'application/json',
        ...named,
      }),
    );
  show(context, answers, instances);
  const ids = answers.flatMap((answer) => (answer.inferenceId ? [answer.inferenceId] : []));
  if (ids.length > 0) out.say(`inference ${ids.length === 1 ? 'id' : 'ids'}: ${ids.slice(0, 5).join(', ')}`);
}

export const predict: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<model> <rows>')
      .examples(
        'sluice predict churn customers.csv --limit 5',
        'sluice predict churn - --stage staging < rows.json',
        'sluice predict churn one-row.csv --inference-id order-4711',
      )
      .option('--stage <stage>', 'staging or production', 'production')
      .option('--inference-id <id>', 'what the request is captured under, so that its label can be joined later')
      .option('--no-header', 'the CSV has rows only: the feature columns in the order of the contract')
      .option('--limit <rows>', 'send the first rows only', positiveInteger)
      .action(
        run((context, model: string, rows: string, options: PredictOptions) =>
          predictFile(context, model, rows, options),
        ),
      ),
};
