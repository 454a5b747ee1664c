/** `sluice data diff A B`: which columns and which rows differ between two files, or between profiles. */
import { type ComparedSide, compareFiles } from '../../core/data/file/compare-files.ts';
import { diffPage } from '../../core/reports/diff-page.ts';
import type { CliCommand, CommandContext, Run } from '../command.ts';
import { diffText } from '../data/diff-text.ts';
import { asUsage, referenceOf } from '../data/reference.ts';
import { dataFile } from '../data/source.ts';
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

async function diffHere({ out, onInterrupt }: CommandContext, a: string, b: string, options: DiffOptions) {
  onInterrupt('interrupted; nothing was sent anywhere');
  const before = await sideOf(out, a);
  const after = await sideOf(out, b);
  refuseUnknownId(options.id, before, after);
  const diff = await compareFiles(before, after, options.id).catch((error: unknown) => {
    throw asUsage(error, `${a} or ${b}`);
  });
  const differs = diff.verdict === 'changed' || diff.verdict === 'reordered';
  const found = differs && options.check;
  out.document({ ...diff, ...(found ? { exitCode: EXIT.found } : {}) });
  out.print(diffText(diff, after.types));
  await showPage(out, options, {
    name: 'diff.html',
    text: () => diffPage({ diff, types: after.types, compared: new Date().toISOString() }),
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

export function registerDiff(group: CliCommand, run: Run): void {
  withPageOptions(group.command('diff <before> <after>'))
    .description(
      'compare two data files, or profiles that `sluice data profile --json` wrote: columns by effect, rows by line',
    )
    .examples(
      'sluice data diff october.csv november.csv',
      'sluice data diff october.csv november.csv --id customerId --open',
    )
    .option('--id <column>', 'the column that names each row (without: rows are matched by their order)')
    .option('--check', 'end with 5 when they differ')
    .action(run((context, a: string, b: string, options: DiffOptions) => diffHere(context, a, b, options)));
}
