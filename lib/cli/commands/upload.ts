/** `sluice upload <model> <file>`: announces the upload, sends it, and follows the run it starts. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AnnounceAnswer } from '../../core/contracts/api.ts';
import { codeArchive, NotACodeFolder } from '../../runtimes/code-archive.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { followUpload } from '../upload/watch.ts';

/**
 * Sends a file, and for a script model the folder of its code, which arrives first: the data's arrival starts the run.
 *
 * @returns id of the upload
 */
export async function uploadFile(
  session: Session,
  model: string,
  file: string,
  options: { code?: string } = {},
): Promise<string> {
  const code = options.code ? packCode(options.code) : undefined;
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/uploads`,
    body: {
      fileName: path.basename(file),
      ...(code ? { code: { sha256: createHash('sha256').update(code).digest('hex'), size: code.length } } : {}),
    },
  });
  const announced = AnnounceAnswer.parse(answer.body);
  if (code && announced.code) await put(announced.code, code);
  await put(announced.put, file);
  return announced.upload;
}

function packCode(folder: string): Uint8Array<ArrayBuffer> {
  try {
    return codeArchive(path.resolve(folder));
  } catch (error) {
    if (error instanceof NotACodeFolder) throw new CommandFailure(EXIT.usage, error.message);
    throw error;
  }
}

async function put(
  target: { url: string; headers: Record<string, string> },
  content: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const size = typeof content === 'string' ? statSync(content).size : content.length;
  const body = typeof content === 'string' ? Readable.toWeb(createReadStream(content)) : content;
  const response = await fetch(target.url, {
    method: 'PUT',
    headers: { ...target.headers, 'content-length': String(size) },
    body: body as NonNullable<RequestInit['body']>,
    // A streamed body is sent as it is read.
    ...({ duplex: 'half' } as object),
  });
  if (!response.ok) {
    throw new CommandFailure(
      EXIT.fault,
      `S3 refused the upload: ${response.status}\nAWS said: ${(await response.text()).slice(0, 400)}`,
    );
  }
}

export const upload: CommandSpec = {
  register: (program, run) =>
    program
      .command('upload <model> <file>')
      .description('send a data file; its arrival starts the training')
      .examples('sluice upload churn churn.csv', 'sluice upload churn churn.csv --code churn-model --no-watch')
      .option('--code <folder>', 'script models: the folder with train.py and inference.py')
      .option('--no-watch', 'do not wait for the run to end')
      .option('--timeout <seconds>', 'stop watching after so many seconds; the run goes on', Number)
      .action(
        run(
          async (
            context,
            model: string,
            file: string,
            options: { code?: string; watch: boolean; timeout?: number },
          ) => {
            const session = await context.session();
            const id = await uploadFile(session, model, file, options.code ? { code: options.code } : {});
            context.out.say(`uploaded as ${id}`);
            await followUpload(context, session, { model, upload: id, ...options });
          },
        ),
      ),
};
