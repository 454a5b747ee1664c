/** `sluice upload <model> <file>`: announces the upload, sends it, and follows the run it starts. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { AnnounceAnswer, RunView, UploadView } from '../../core/contracts/api.ts';
import { codeArchive, NotACodeFolder } from '../../runtimes/code-archive.ts';
import type { CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';

export type Run = z.infer<typeof RunView>;

const MOST_FINDINGS = 10;

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

export interface Watched {
  upload: z.infer<typeof UploadView>;
  run?: Run;
}

/**
 * Follows an upload until its run has ended.
 *
 * @param onState called when the state of upload or run changes
 * @throws CommandFailure (124) when `timeoutSeconds` pass; the run goes on
 */
export async function watchUpload(
  session: Session,
  model: string,
  upload: string,
  options: { timeoutSeconds?: number; onState?: (state: string) => void } = {},
): Promise<Watched> {
  const api = session.api('DataScientist');
  const until = Date.now() + (options.timeoutSeconds ?? 3600) * 1000;
  let shown = '';
  const show = (state: string): void => {
    if (state !== shown) options.onState?.(state);
    shown = state;
  };
  while (Date.now() < until) {
    const seen = UploadView.parse((await api({ method: 'GET', path: `/models/${model}/uploads/${upload}` })).body);
    if (!seen.run) {
      show(seen.state);
      if (seen.state === 'refused') return { upload: seen };
    } else {
      const run = RunView.parse((await api({ method: 'GET', path: `/models/${model}/runs/${seen.run}` })).body);
      show(run.state);
      if (run.state !== 'running') {
        const last = UploadView.parse((await api({ method: 'GET', path: `/models/${model}/uploads/${upload}` })).body);
        return { upload: last, run };
      }
    }
    await sleep(session.kind === 'local' ? 250 : 5_000);
  }
  throw new CommandFailure(
    EXIT.timeout,
    `the run of upload ${upload} goes on; stopped looking`,
    `sluice versions ${model}`,
  );
}

/** Why an upload did not become a version; for a refusal what is wrong, column by column. */
export function badEnd({ upload, run }: Watched): string {
  const reason = run?.reason ?? upload.refusal;
  const head = `${run?.state ?? upload.state}: ${reason?.message ?? 'no reason was recorded'} (${reason?.code ?? 'unknown'})`;
  const findings = upload.refusal?.findings ?? [];
  const shown = findings.slice(0, MOST_FINDINGS).map(({ column, expected, seen, cause, mend }) => {
    const what = `${column ? `${column}: ` : ''}expected ${expected}, ${seen}${cause ? `; ${cause}` : ''}`;
    return `  ${printable(what)}\n    mend: ${printable(mend)}`;
  });
  const more = findings.length > MOST_FINDINGS ? [`  and ${findings.length - MOST_FINDINGS} more`] : [];
  return [head, ...shown, ...more].join('\n');
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
            { session, out },
            model: string,
            file: string,
            options: { code?: string; watch: boolean; timeout?: number },
          ) => {
            const open = await session();
            const id = await uploadFile(open, model, file, options.code ? { code: options.code } : {});
            out.say(`uploaded as ${id}`);
            if (!options.watch) {
              out.document({ model, upload: id });
              return;
            }
            const end = await watchUpload(open, model, id, {
              ...(options.timeout ? { timeoutSeconds: options.timeout } : {}),
              onState: (state) => out.say(`  ${state}`),
            });
            out.document(end);
            if (end.run?.state === 'registered') {
              out.print(`registered ${model} version ${end.run.version}`);
              return;
            }
            if (end.run?.state === 'linked') {
              out.print(`equal data, manifest and code as run ${end.run.linkedTo}: not trained again`);
              return;
            }
            const reason = end.run?.reason ?? end.upload.refusal;
            throw new CommandFailure(
              EXIT.endedBadly,
              `${end.run?.state ?? end.upload.state}: ${reason?.message ?? 'no reason was recorded'} (${reason?.code ?? 'unknown'})`,
              `sluice events ${model}`,
            );
          },
        ),
      ),
};
