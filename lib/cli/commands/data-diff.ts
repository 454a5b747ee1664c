/** `sluice data diff A B`: which columns and which rows differ between two files, two profiles, or two stored datasets. */
import type { DataDiff } from '../../core/contracts/data-diff.ts';
import { type ComparedSide, compareFiles } from '../../core/data/file/compare-files.ts';
import { diffPage } from '../../core/reports/diff-page.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { diffText } from '../data/diff-text.ts';
import { asUsage, referenceOf } from '../data/reference.ts';
import { dataFile } from '../data/source.ts';
import { storedDifference, storedName } from '../data/stored.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';

interface DiffOptions extends PageOptions {
  id?: string;
  check?: boolean;
}

async function sideOf(out: CommandContext['out'], file: string): Promise<ComparedSide> {
  const source = dataFile(out, file);
  const { profile, types, isFile } = await referenceOf(source);
  return { name: file, profile, types, ...(isFile ? { open: source.open } : {}) };
}

interface Difference {
  diff: DataDiff;
  /** Types of the columns, where they are known. */
  types: ReadonlyMap<string, string>;
}

async function ofFiles({ out, onInterrupt }: CommandContext, a: string, b: string, id: string | undefined) {
  onInterrupt('interrupted; nothing was sent anywhere');
  const before = await sideOf(out, a);
  const after = await sideOf(out, b);
  refuseUnknownId(id, before, after);
  const diff = await compareFiles(before, after, id).catch((error: unknown) => {
    throw asUsage(error, `${a} or ${b}`);
  });
  return { diff, types: after.types };
}

async function differenceOf(
  context: CommandContext,
  a: string,
  b: string,
  id: string | undefined,
): Promise<Difference> {
  const [before, after] = [storedName(a), storedName(b)];
  if (!before && !after) return ofFiles(context, a, b, id);
  if (!before || !after)
    throw new CommandFailure(
      EXIT.usage,
      `${before ? a : b} is a dataset of a platform, and ${before ? b : a} is not`,
      'name two files, or two datasets of one model: churn@1 churn@2',
    );
  if (id !== undefined)
    throw new CommandFailure(EXIT.usage, 'stored datasets are compared without reading their rows', 'leave --id out');
  return { diff: await storedDifference(await context.session(), before, after), types: new Map() };
}

async function compare(context: CommandContext, a: string, b: string, options: DiffOptions): Promise<void> {
  const { out } = context;
  const { diff, types } = await differenceOf(context, a, b, options.id);
  const differs = diff.verdict === 'changed' || diff.verdict === 'reordered';
  const found = differs && options.check;
  out.document({ ...diff, ...(found ? { exitCode: EXIT.found } : {}) });
  out.print(diffText(diff, types));
  await showPage(out, options, {
    name: 'diff.html',
    text: () => diffPage({ diff, types, compared: new Date().toISOString() }),
  });
  if (found) throw new CommandFailure(EXIT.found, `${a} and ${b} differ`);
}

function refuseUnknownId(id: string | undefined, ...sides: readonly ComparedSide[]): void {
  const lacking = sides.find(({ types }) => id !== undefined && !types.has(id));
  if (lacking)
    throw new CommandFailure(
      EXIT.usage,
      `${lacking.name} has no column ${JSON.stringify(id)}`,
      'name a column of both, or leave --id out',
    );
}

export const dataDiff: CommandSpec = {
  define: (command, run) =>
    withPageOptions(command.arguments('<before> <after>'))
      .examples(
        'sluice data diff october.csv november.csv',
        'sluice data diff october.csv november.csv --id customerId --open',
        'sluice data diff churn@1 churn@2',
      )
      .option('--id <column>', 'the column that names each row (without: rows are matched by their order)')
      .option('--check', 'end with 5 when they differ')
      .action(run((context, a: string, b: string, options: DiffOptions) => compare(context, a, b, options))),
};
