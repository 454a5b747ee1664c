/** `sluice data sql <source> --table t`: the figures of a profile as SQL for Athena or Trino, for data that is in a catalog already. */
import { readFileSync } from 'node:fs';
import { DatasetSchema } from '../../core/contracts/schema.ts';
import { profileColumns } from '../../core/data/sql/profile-columns.ts';
import { profileSql, type SqlColumn } from '../../core/data/sql/profile-sql.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { isStoredDocument, referenceOf } from '../data/reference.ts';
import { type DataFile, dataFile } from '../data/source.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';

interface SqlOptions {
  table: string;
  bins?: boolean;
}

const MOST_PARTS = 3;

/** @throws CommandFailure (2) */
function tableOf(text: string): string[] {
  const parts = text.split('.');
  if (parts.length <= MOST_PARTS && parts.every((part) => part !== '')) return parts;
  throw new CommandFailure(
    EXIT.usage,
    `${text} is no name of a table`,
    '--table churn_raw, or --table <database>.churn_raw',
  );
}

/** Broken JSON is told of where it is read as a profile. */
function contentOf({ file }: DataFile): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Of a stored schema, a profile, or a data file that is profiled first. */
async function columnsOf(source: DataFile, bins: boolean): Promise<SqlColumn[]> {
  if (isStoredDocument(source)) {
    const { success, data } = DatasetSchema.safeParse(contentOf(source));
    if (success && bins)
      throw new CommandFailure(
        EXIT.usage,
        `${source.file} is a schema, which has no bins`,
        'name a profile or a data file',
      );
    if (success) return [...data.columns, data.target];
  }
  const { profile, types } = await referenceOf(source);
  return profileColumns(profile, types, bins);
}

async function sqlOf({ out }: CommandContext, file: string, { table, bins = false }: SqlOptions): Promise<void> {
  const name = tableOf(table);
  const columns = await columnsOf(dataFile(out, file), bins);
  try {
    const statements = profileSql({ table: name, columns });
    out.document(statements);
    out.print(statements.map(({ sql }) => `${sql};`).join('\n\n'));
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandFailure(EXIT.usage, error.message, 'name other columns in the file');
    throw error;
  }
}

export const dataSql: CommandSpec = {
  define: (command, run) =>
    command
      .arguments('<source>')
      .examples(
        'sluice data sql profile.json --table raw.customers',
        'sluice data sql customers.csv --table customers --bins',
      )
      .requiredOption('--table <name>', 'the table: with database and catalog in front, as needed')
      .option('--bins', 'also count the values in the bins of the profile')
      .action(run((context, file: string, options: SqlOptions) => sqlOf(context, file, options))),
};
