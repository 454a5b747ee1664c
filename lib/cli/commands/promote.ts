/** `sluice promote <model> <version> --stage S`: a release forward; `--watch` follows it to its proved end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { ReleaseView } from '../../core/contracts/api.ts';
import { askedFor } from '../approvals.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { clock, number, percent, short } from '../output/text.ts';
import type { Session } from '../session.ts';

export type Release = z.infer<typeof ReleaseView>;
type Progress = NonNullable<Release['progress']>;

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
  JSON.stringify([progress?.phase ?? state, progress?.share, progress?.alarms]);

/**
 * Follows a release until it has ended.
 *
 * @param onChange called when phase, share or alarms change, with the last look too, and now and then between
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
    const ended = ENDED.has(seen.state);
    const state = stateOf(seen);
    if (state !== shown || (!ended && Date.now() - shownAt >= SIGN_OF_LIFE_MS[session.kind])) {
      options.onChange?.(seen);
      shownAt = Date.now();
    }
    if (ended) return seen;
    shown = state;
    await sleep(session.kind === 'local' ? 200 : 5_000);
  }
  throw new CommandFailure(EXIT.timeout, `release ${release.release} goes on; stopped looking`);
}

/** Which versions answer now, and with which share. */
function serving({ version, from }: Release, share: number): string {
  if (share >= 1) return `v${version} serves all`;
  if (from === undefined) return 'nothing serves yet';
  if (share <= 0) return `v${from} serves all`;
  return `v${version} serves ${percent(share)}, v${from} ${percent(1 - share)}`;
}

/** Alarms with their limits. `abort` is Sluice's own lever: it is news only when it is pulled. */
function guards({ alarms, limits }: Progress): string {
  const limit: Record<string, string | undefined> = limits
    ? { errors: percent(limits.errorRate), latency: `${number(limits.latencyMs)} ms` }
    : {};
  return Object.entries(alarms)
    .filter(([name, state]) => name !== 'abort' || state === 'ALARM')
    .map(([name, state]) => `${name} ${state}${limit[name] ? ` (limit ${limit[name]})` : ''}`)
    .join(' · ');
}

const PHASE_WORDS: Readonly<Record<string, string>> = { 'going-back': 'going back', rest: 'at rest' };

const failed = (version: number, { requests, errors }: Progress['candidate']): string =>
  requests === 0
    ? `v${version} no requests yet`
    : `v${version} ${number(errors)} of ${number(requests)} (${percent(errors / requests)})`;

/** Two lines of what is going on: what serves and the guards with their limits; then who failed how often. */
export function progressText(release: Release): string {
  const { progress, version, from } = release;
  if (!progress) return release.state;
  const { phase, share, candidate, champion } = progress;
  const counts = [failed(version, candidate), ...(champion && from !== undefined ? [failed(from, champion)] : [])].join(
    ' · ',
  );
  const word = (PHASE_WORDS[phase] ?? phase).padEnd(11);
  return `${word}${serving(release, share).padEnd(25)}  ${guards(progress)}\n${'failed'.padEnd(11)}${counts}`;
}

/** The last lines: what serves now, how that was proved, and after a bad end its cause. */
export function endText(release: Release): string {
  const { proof, cause, stage, state } = release;
  const found = proof ? `${proof.endpointStatus} on configuration ${proof.configuration}` : '';
  const proved = proof ? `, proved ${clock(proof.time)}` : '';
  if (state === 'live') return `${stage} serves v${release.version}${proof ? `${proved}: ${found}` : ''}`;
  return [
    `${state.toUpperCase().replaceAll('-', ' ')}: ${stage} serves ${goneBackTo(release)}${proved}`,
    `Cause: ${cause?.message ?? 'not recorded'}`,
    ...(proof ? [`Proof: ${found}`] : []),
  ].join('\n');
}

/** What serves after a release that did not go live: by the endpoint as it was found, not by what the registry had there. */
function goneBackTo({ from, fromConfiguration, proof }: Release): string {
  if (proof?.endpointStatus === undefined || proof.endpointStatus === 'Failed') return 'nothing';
  if (proof.configuration === fromConfiguration) return `v${from}`;
  return `configuration ${proof.configuration}, which is no version's of the registry`;
}

export const endedBadly = (end: Release): CommandFailure =>
  new CommandFailure(EXIT.endedBadly, endText(end), `sluice events ${end.model}`);

/** The first line: what is to move, and how. */
export function headText({ release, model, stage, from, version, rollout, effectiveShare }: Release): string {
  const move = `${from === undefined ? 'nothing' : `v${from}`} -> v${version}`;
  const { strategy, size, bakeMinutes } = rollout;
  const asked = size === undefined || size / 100 === effectiveShare ? '' : ` (asked ${size} %)`;
  const how = strategy === 'canary' ? `canary of ${percent(effectiveShare)}${asked}` : strategy;
  return `release ${short(release)}  ${model} ${stage}  ${move}   ${how}, bake ${bakeMinutes} min`;
}

/** A look with its time, as it is shown while watching. */
export function lookText(seen: Release): string {
  const time = clock(seen.progress?.time ?? seen.requested);
  return `  ${time}  ${progressText(seen).replaceAll('\n', `\n${' '.repeat(12)}`)}`;
}

/** Shared by promote and rollback: says, watches, and ends with the right code. */
export async function follow(
  context: CommandContext,
  session: Session,
  release: Release,
  watch: boolean,
): Promise<void> {
  const { out } = context;
  out.say(headText(release));
  if (!watch) {
    out.document(release);
    out.print(`asked for; follow it: sluice events ${release.model}`);
    return;
  }
  const end = await watchRelease(session, release, {
    onChange: (seen) => {
      if (!out.json) out.say(lookText(seen));
      else if (!ENDED.has(seen.state)) out.event(seen); // the end follows below
    },
  });
  out.document(end);
  if (end.state !== 'live') throw endedBadly(end);
  out.print(endText(end));
}

export const promote: CommandSpec = {
  register: (program, run) =>
    program
      .command('promote <model> <version>')
      .description('release a version to a stage')
      .examples(
        'sluice promote churn 7 --stage production --watch',
        'sluice promote churn 7 --stage staging --reason "more data"',
      )
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
            const wanted = { version: Number(version), ...(options.reason ? { reason: options.reason } : {}) };
            const release = await requestRelease(session, model, options.stage, wanted).catch(async (error) => {
              throw await askedFor(session, error, { model, stage: options.stage, ...wanted });
            });
            await follow(context, session, release, options.watch ?? false);
          },
        ),
      ),
};
