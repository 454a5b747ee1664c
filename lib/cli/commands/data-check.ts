/** `sluice data check <file>`: the check of an upload, on this machine; refused is 5. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Manifest } from '../../core/contracts/manifest/schema.ts';
import type { Profile } from '../../core/contracts/profile.ts';
import { cellsAt } from '../../core/data/file/cells-at.ts';
import { checkFile } from '../../core/data/file/check-file.ts';
import type { FileCheck } from '../../core/data/file/file-check.ts';
import { fileReport } from '../../core/data/file/file-report.ts';
import { filePage } from '../../core/reports/file-page.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { checkText, placesOf } from '../data/check-text.ts';
import { referenceOf, referenceUnder } from '../data/reference.ts';
import { type DataFile, dataFile } from '../data/source.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Console } from '../output/console.ts';
import { printable } from '../output/text.ts';
import { type PageOptions, showPage, withPageOptions } from '../report-page.ts';
import { readManifestFile } from './apply.ts';

interface CheckOptions extends PageOptions {
  manifest?: string;
  against?: string;
  rejects?: string;
}

export interface FileChecked {
  source: DataFile;
  manifest: Manifest | undefined;
  check: FileCheck;
  reference: Profile | undefined;
  /** What it was held against, in words. */
  against: string[];
}

/** @throws CommandFailure (2) for what cannot be read; a refused file is an answer */
export async function checkDataFile(out: Console, file: string, options: CheckOptions): Promise<FileChecked> {
  const source = dataFile(out, file);
  const manifest = options.manifest === undefined ? undefined : readManifestFile(options.manifest).manifest;
  const before = options.against === undefined ? undefined : dataFile(out, options.against);
  const reference = before && (manifest ? await referenceUnder(before, manifest) : (await referenceOf(before)).profile);
  const check = await writingRejects(options.rejects, (writeRejects) =>
    checkFile(source.open, { manifest, reference, writeRejects }),
  );
  const against = [
    ...(options.manifest === undefined ? [] : [`by ${options.manifest}`]),
    ...(options.against === undefined ? [] : [`against ${options.against}`]),
  ];
  return { source, manifest, check, reference, against };
}

async function checkHere({ out, onInterrupt }: CommandContext, file: string, options: CheckOptions): Promise<void> {
  onInterrupt('interrupted; nothing was sent anywhere');
  const { source, manifest, check, reference, against } = await checkDataFile(out, file, options);
  const { profile: _, types: __, ...told } = check;
  const verdict = check.refusal ? 'refused' : 'accepted';
  out.document({ file, bytes: source.bytes, verdict, ...told, ...(check.refusal ? { exitCode: EXIT.found } : {}) });
  const cells = out.json ? new Map<string, string>() : await cellsAt(source.open, placesOf(check));
  out.print(checkText(check, { file, against, cells }));
  if (options.rejects !== undefined) out.say(`rejected rows: ${options.rejects}`);
  const report = { file, bytes: source.bytes, against, judged: true, check, reference, target: manifest?.data.target };
  await showPage(out, options, {
    name: `${source.name}.html`,
    text: () => filePage(fileReport({ ...report, checked: new Date().toISOString() })),
  });
  if (check.refusal) throw refused(file, check.refusal.code);
}

/** The text has said it all: what is left is the exit code, and one line where the eye lands. */
const refused = (file: string, code: string): CommandFailure =>
  new CommandFailure(EXIT.found, `${printable(file)} is refused: ${code}`);

async function writingRejects(
  file: string | undefined,
  check: (write: ((text: string) => void) | undefined) => Promise<FileCheck>,
): Promise<FileCheck> {
  if (file === undefined) return check(undefined);
  let handle: number;
  try {
    handle = openSync(file, 'w');
  } catch (error) {
    throw new CommandFailure(EXIT.usage, `${file} cannot be written: ${(error as Error).message}`, 'name another file');
  }
  try {
    return await check((text) => void writeSync(handle, text));
  } finally {
    closeSync(handle);
  }
}

export const dataCheck: CommandSpec = {
  define: (command, run) =>
    withPageOptions(command.arguments('<file>'))
      .examples(
        'sluice data check customers.csv',
        'sluice data check november.csv --against october.csv',
        'sluice data check november.csv --manifest churn/model.yaml --rejects bad-rows.csv',
      )
      .option('--manifest <model.yaml>', 'hold it against this manifest (without: types are inferred)')
      .option('--against <file>', 'compare with this file, or with a profile that `sluice data profile --json` wrote')
      .option('--rejects <file>', 'write the rows that are set aside, with line, column and reason')
      .action(run((context, file: string, options: CheckOptions) => checkHere(context, file, options))),
};
