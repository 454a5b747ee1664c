/** Follows what was uploaded until its run has ended, and says how. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { acceptable } from '../../core/contracts/acceptances.ts';
import { RunView, UploadView } from '../../core/contracts/api.ts';
import { positiveInteger } from '../arguments.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { shellLine } from '../output/shell.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';

export type Run = z.infer<typeof RunView>;

const MOST_FINDINGS = 10;

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

/** How a refusal that only says "other than before" is let through; undefined where the data are wrong by themselves. */
export const acceptHint = (model: string, { run, reason }: Run): string | undefined =>
  acceptable(reason?.code ?? '') && `sluice contract accept ${model} ${run} --reason "..."`;

export interface WatchOptions {
  watch: boolean;
  /** Seconds. */
  timeout?: number;
}

export const withWatchOptions = (command: CliCommand): CliCommand =>
  command
    .option('--no-watch', 'do not wait for the run to end')
    .option(
      '--timeout <seconds>',
      'stop watching after so many seconds; the run goes on',
      positiveInteger,
    ) as CliCommand;

export interface Followed extends WatchOptions {
  model: string;
  /** Id or hash. */
  upload: string;
}

/** Watches, and ends with the right code and the next command. */
export async function followUpload(
  { out, onInterrupt }: CommandContext,
  session: Session,
  { model, upload, watch, timeout }: Followed,
): Promise<void> {
  const again = `watch it: sluice runs ${model}`;
  if (!watch) {
    out.document({ model, upload });
    out.print(`the training begins when it arrives; ${again}`);
    return;
  }
  onInterrupt(`interrupted; the run goes on. Look again: sluice runs ${model}`);
  const end = await watchUpload(session, model, upload, {
    ...(timeout ? { timeoutSeconds: timeout } : {}),
    onState: (state) => out.say(`  ${new Date().toISOString().slice(11, 19)}  ${state}`),
  });
  out.document(end);
  const { state, version, linkedTo } = end.run ?? {};
  if (state === 'registered') {
    out.print(
      [
        `registered ${model} version ${version}`,
        'next:',
        `  sluice version ${model} ${version}`,
        `  ${shellLine('sluice', 'promote', model, String(version), '--stage', 'production', '--watch')}`,
      ].join('\n'),
    );
    return;
  }
  if (state === 'linked') {
    out.print(`equal data, manifest and code as run ${linkedTo}: not trained again`);
    return;
  }
  const refused = state === 'refused' && end.run ? acceptHint(model, end.run) : undefined;
  const mend =
    state === 'rejected'
      ? `sluice runs ${model} ${end.run?.run}   (then other data, or other evaluation.gates: sluice apply model.yaml)`
      : `what is named above, then: sluice retry ${model}   (the file itself was wrong: upload it again)${refused ? `; or, if the data are meant so: ${refused}` : ''}`;
  throw new CommandFailure(EXIT.endedBadly, badEnd(end), mend);
}
