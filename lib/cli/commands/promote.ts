/** `sluice promote <model> <version> --stage S`: a release forward; `--watch` follows it to its proved end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { ReleaseView } from '../../core/contracts/api.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { clock, number, percent } from '../output/text.ts';
import type { Session } from '../session.ts';

export type Release = z.infer<typeof ReleaseView>;

/** Asks for a release. A repeated call with the same key is the same release. */
export async function requestRelease(
  session: Session,
  model: string,
  stage: string,
  wanted: { version: number; reason?: string } | { rollbackTo: number | 'previous'; reason?: string },
  idempotencyKey: string = crypto.randomUUID(),
): Promise<Release> {
  const answer = await session.api('Operator')({
    method: 'POST',
    path: `/models/${model}/stages/${stage}/releases`,
    body: wanted,
    headers: { 'idempotency-key': idempotencyKey },
  });
  return ReleaseView.parse(answer.body);
}

export async function readRelease(session: Session, model: string, stage: string, release: string): Promise<Release> {
  const answer = await session.api('Operator')({
    method: 'GET',
    path: `/models/${model}/stages/${stage}/releases/${release}`,
  });
  return ReleaseView.parse(answer.body);
}

const ENDED: ReadonlySet<string> = new Set(['live', 'rolled-back', 'inconclusive', 'failed']);

/** A line for each change of state, and a sign of life in between. */
const SIGN_OF_LIFE_MS = { local: 2_000, aws: 60_000 } as const;

/** What a person waits for: counts move all the time and are no news of their own. */
const stateOf = ({ state, progress }: Release): string =>
  JSON.stringify([state, progress?.phase, progress?.share, progress?.alarms]);

/**
 * Follows a release until it has ended.
 *
 * @param onChange called when phase, share or alarms change, and now and then between
 * @throws CommandFailure (124) when `timeoutSeconds` pass; the release goes on
 */
export async function watchRelease(
  session: Session,
  release: Release,
  options: { timeoutSeconds?: number; onChange?: (release: Release) => void } = {},
): Promise<Release> {
  const until = Date.now() + (options.timeoutSeconds ?? 8 * 3600) * 1000;
  let shown = '';
  let shownAt = 0;
  while (Date.now() < until) {
    const seen = await readRelease(session, release.model, release.stage, release.release);
    if (ENDED.has(seen.state)) return seen;
    const state = stateOf(seen);
    if (state !== shown || Date.now() - shownAt >= SIGN_OF_LIFE_MS[session.kind]) {
      options.onChange?.(seen);
      shownAt = Date.now();
    }
    shown = state;
    await sleep(session.kind === 'local' ? 200 : 5_000);
  }
  throw new CommandFailure(EXIT.timeout, `release ${release.release} goes on; stopped looking`);
}

const counted = ({ requests, errors }: { requests: number; errors: number }): string =>
  `${number(requests)} requests, ${percent(requests === 0 ? 0 : errors / requests)} errors`;

/** One line of what is going on: phase, share, counts and alarms. */
export function progressText(release: Release): string {
  const { progress } = release;
  if (!progress) return release.state;
  const alarms = Object.entries(progress.alarms)
    .map(([name, state]) => `${name} ${state}`)
    .join(' · ');
  return [
    `${progress.phase.padEnd(12)} ${percent(progress.share).padStart(6)} on v${release.version}`,
    `v${release.version}: ${counted(progress.candidate)}`,
    ...(progress.champion && release.from !== undefined ? [`v${release.from}: ${counted(progress.champion)}`] : []),
    ...(alarms ? [alarms] : []),
  ].join('   ');
}

/** The last line: what serves now, and how that was proved. */
export function endText(release: Release): string {
  const { proof, cause } = release;
  const proved = proof
    ? `, proved ${clock(proof.time)}: ${proof.endpointStatus} on configuration ${proof.configuration}`
    : '';
  if (release.state === 'live') return `${release.stage} serves v${release.version}${proved}`;
  const serves = release.from === undefined ? 'nothing' : `v${release.from}`;
  return `${release.state.toUpperCase()}: ${release.stage} serves ${serves}${proved}.\nCause: ${cause?.message ?? 'not recorded'}`;
}

/** Shared by promote and rollback: says, watches, and ends with the right code. */
export async function follow(
  context: CommandContext,
  session: Session,
  release: Release,
  watch: boolean,
): Promise<void> {
  const { out } = context;
  out.say(
    `release ${release.release}: ${release.model} ${release.stage} ${release.from === undefined ? 'nothing' : `v${release.from}`} -> v${release.version}   ${release.rollout.strategy}`,
  );
  if (!watch) {
    out.document(release);
    out.print(`asked for; follow it: sluice events ${release.model}`);
    return;
  }
  const end = await watchRelease(session, release, {
    onChange: (seen) => {
      out.document(seen);
      if (!out.json) out.say(`  ${clock(new Date().toISOString())}  ${progressText(seen)}`);
    },
  });
  out.document(end);
  if (end.state !== 'live') throw new CommandFailure(EXIT.endedBadly, endText(end), `sluice events ${end.model}`);
  out.print(endText(end));
}

export const promote: CommandSpec = {
  register: (program, run) =>
    program
      .command('promote <model> <version>')
      .description('release a version to a stage')
      .requiredOption('--stage <stage>', 'staging or production')
      .option('--reason <text>', 'kept in the event log')
      .option('--watch', 'follow the release to its end')
      .action(
        run(
          async (
            context,
            model: string,
            version: string,
            options: { stage: string; reason?: string; watch?: boolean },
          ) => {
            const session = await context.session();
            const release = await requestRelease(session, model, options.stage, {
              version: Number(version),
              ...(options.reason ? { reason: options.reason } : {}),
            });
            await follow(context, session, release, options.watch ?? false);
          },
        ),
      ),
};
