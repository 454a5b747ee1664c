/** `sluice upload <model> <files...>`: announces the upload, sends it, and follows the run it starts. */
import path from 'node:path';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { shellLine } from '../output/shell.ts';
import { uploadFiles } from '../upload/files.ts';
import { refuseUnfit } from '../upload/fits.ts';
import { LEAST_PART_BYTES } from '../upload/parts.ts';
import { sendProgress } from '../upload/progress.ts';
import { type SendOptions, sendFile } from '../upload/send.ts';
import { sendSet } from '../upload/send-set.ts';
import { followUpload, type WatchOptions, withWatchOptions } from '../upload/watch.ts';

/** Sends a file. @returns id of the upload */
export const uploadFile = sendFile;

interface UploadOptions extends WatchOptions {
  code?: string;
  check: boolean;
  resume: boolean;
  partSize?: number;
}

const MEBIBYTE = 1024 * 1024;

function partBytes(wanted: number | undefined): number | undefined {
  if (wanted === undefined) return undefined;
  const bytes = wanted * MEBIBYTE;
  if (Number.isInteger(wanted) && bytes >= LEAST_PART_BYTES && bytes <= 5000 * MEBIBYTE) return bytes;
  throw new CommandFailure(EXIT.usage, '--part-size is not a whole number of MiB from 5 to 5000', '--part-size 16');
}

async function uploadOf(
  context: CommandContext,
  model: string,
  paths: readonly string[],
  options: UploadOptions,
): Promise<void> {
  const { out } = context;
  const partsOf = partBytes(options.partSize);
  const { files, set } = uploadFiles(model, paths);
  const session = await context.session();
  if (options.check) for (const file of files) await refuseUnfit(session, model, file);
  const again = shellLine('sluice', 'upload', model, ...paths);
  context.onInterrupt(
    set
      ? `interrupted; a set that is not closed trains nothing. Begin again: ${again}`
      : `interrupted; what was sent of a large file is kept, and the same command goes on: ${again}`,
  );
  const progress = sendProgress(out, set ? `${files.length} files` : path.basename(files[0] ?? ''));
  const send: SendOptions = {
    ...(options.code ? { code: options.code } : {}),
    ...(partsOf === undefined ? {} : { partBytes: partsOf }),
    resume: options.resume,
    onProgress: progress.at,
    onNews: out.say,
  };
  const id = set ? await sendSet(session, model, files, send) : await sendFile(session, model, files[0] ?? '', send);
  progress.end();
  out.say(`uploaded as ${id}`);
  await followUpload(context, session, { model, upload: id, ...options });
}

export const upload: CommandSpec = {
  define: (command, run) =>
    withWatchOptions(
      command
        .arguments('<model> <files...>')
        .examples(
          'sluice upload churn churn.csv',
          'sluice upload churn october.csv november.csv',
          'sluice upload churn churn.csv --code churn-model --no-watch',
        )
        .option('--code <folder>', 'script models: the folder with train.py and inference.py')
        .option('--no-check', 'send it whatever its header says; the platform checks every row on arrival')
        .option(
          '--part-size <MiB>',
          'send in parts of so many MiB (default: files over 64 MiB, in parts of 16)',
          Number,
        )
        .option('--no-resume', 'begin anew; else a file that was sent in part goes on where it stopped'),
    ).action(
      run((context, model: string, files: string[], options: UploadOptions) =>
        uploadOf(context, model, files, options),
      ),
    ),
};
