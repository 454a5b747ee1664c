/** `sluice promote <model> <version> --stage S`: a release forward; `--watch` follows it to its proved end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../adapters/aws/api-client.ts';
import { ReleaseView } from '../../core/contracts/api.ts';
import { askedFor } from '../approvals.ts';
import { positiveInteger, versionNumber } from '../arguments.ts';
import type { CommandContext, CommandSpec } from '../command.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Console } from '../output/console.ts';
import { confirmRelease } from '../release/consent.ts';
import { liveView } from '../release/live-view.ts';
import { endText, headText, lookText, type Release } from '../release/text.ts';
import type { Session } from '../session.ts';

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
 * @param onLook called with every look
 * @throws CommandFailure (124) when `timeoutSeconds` pass; the release goes on
 */
export async function watchRelease(
  session: Session,
  release: Release,
  options: { timeoutSeconds?: number; onChange?: (release: Release) => void; onLook?: (release: Release) => void } = {},
): Promise<Release> {
  const until = Date.now() + (options.timeoutSeconds ?? 8 * 3600) * 1000;
  let shown = '';
  let shownAt = 0;
  while (Date.now() < until) {
    const seen = await readRelease(session, release.model, release.stage, release.release);
    options.onLook?.(seen);
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
  throw new CommandFailure(EXIT.timeout, `release ${release.release} goes on; stopped looking`, watchAgain(release));
}

export const endedBadly = (end: Release): CommandFailure =>
  new CommandFailure(EXIT.endedBadly, endText(end), `sluice events ${end.model}`);

/** Asked for again while it is under way, a release is watched. */
const watchAgain = ({ kind, model, stage, version }: Release): string =>
  kind === 'promote'
    ? `sluice promote ${model} ${version} --stage ${stage} --watch`
    : `sluice rollback ${model} --stage ${stage} --to ${version} --watch`;

export interface FollowOptions {
  watch?: boolean;
  timeout?: number;
}

/** Shared by promote and rollback: says, watches, and ends with the right code. */
export async function follow(
  context: CommandContext,
  session: Session,
  release: Release,
  { watch, timeout }: FollowOptions,
): Promise<void> {
  const { out } = context;
  if (!watch) {
    out.say(headText(release));
    out.document(release);
    out.print(`asked for; follow it: ${watchAgain(release)}`);
    return;
  }
  context.onInterrupt(`stopped watching; the release goes on. Watch again: ${watchAgain(release)}`);
  const end = await watchRelease(session, release, {
    ...(timeout ? { timeoutSeconds: timeout } : {}),
    ...(out.live ? drawn(out, release, session.kind === 'aws') : told(out, release)),
  });
  out.settle();
  out.document(end);
  if (end.state !== 'live') throw endedBadly(end);
  out.print(
    [
      endText(end),
      `ask it:     sluice predict ${end.model} <rows.csv> --stage ${end.stage}`,
      `its drift:  sluice drift ${end.model} --stage ${end.stage}`,
    ].join('\n'),
  );
}

type Looks = Pick<NonNullable<Parameters<typeof watchRelease>[2]>, 'onChange' | 'onLook'>;

/** A line for each change; for programs a document each, the end apart. */
function told(out: Console, release: Release): Looks {
  out.say(headText(release));
  return {
    onChange: (seen) => {
      if (!out.json) out.say(lookText(seen));
      else if (!ENDED.has(seen.state)) out.event(seen);
    },
  };
}

/** The live view; an alarm is a line that stays above it. */
function drawn(out: Console, release: Release, realTime: boolean): Looks {
  const view = liveView(headText(release), realTime);
  const raised = new Set<string>();
  return {
    onLook: (seen) => {
      view.look(seen, Date.now());
      for (const [alarm, state] of Object.entries(seen.progress?.alarms ?? {})) {
        if (state !== 'ALARM' || raised.has(alarm)) continue;
        raised.add(alarm);
        out.say(lookText(seen));
      }
      out.draw(view.frame(Date.now()));
    },
    onChange: (seen) => {
      if (!ENDED.has(seen.state)) out.event(seen);
    },
  };
}

/** The release that is under way, when it is to the version that is wanted: whoever lost sight of it watches it again. */
async function underWay(
  session: Session,
  error: unknown,
  { model, stage, version }: { model: string; stage: string; version: number | undefined },
): Promise<Release | undefined> {
  if (!(error instanceof ApiError) || error.code !== 'release-in-progress') return undefined;
  const id: unknown = error.problem['release'];
  if (typeof id !== 'string') return undefined;
  const release = await readRelease(session, model, stage, id);
  return release.version === version ? release : undefined;
}

/** Asks for a release; with `watch`, one to the same version that is under way is taken as this one. */
export async function requestOrFollow(
  session: Session,
  model: string,
  stage: string,
  wanted: Parameters<typeof requestRelease>[3],
  watch: boolean,
): Promise<Release> {
  try {
    return await requestRelease(session, model, stage, wanted);
  } catch (error) {
    const version = 'version' in wanted ? wanted.version : Number(wanted.rollbackTo);
    const found = watch ? await underWay(session, error, { model, stage, version }) : undefined;
    if (found) return found;
    throw error;
  }
}

interface PromoteOptions extends FollowOptions {
  stage: string;
  reason?: string;
}

async function promoteVersion(
  context: CommandContext,
  model: string,
  version: number,
  options: PromoteOptions,
): Promise<void> {
  const { stage, reason, watch = false } = options;
  const session = await context.session();
  await confirmRelease(context, session, { model, stage, version, rollback: false });
  const wanted = { version, ...(reason ? { reason } : {}) };
  const release = await requestOrFollow(session, model, stage, wanted, watch).catch(async (error) => {
    throw await askedFor(session, error, { model, stage, ...wanted });
  });
  await follow(context, session, release, options);
}

export const promote: CommandSpec = {
  define: (command, run) =>
    command
      .argument('<model>')
      .argument('<version>', 'its number', versionNumber)
      .examples(
        'sluice promote churn 7 --stage production --watch',
        'sluice promote churn 7 --stage staging --reason "more data"',
      )
      .requiredOption('--stage <stage>', 'staging or production')
      .option('--reason <text>', 'kept in the event log')
      .option('--watch', 'follow the release to its end')
      .option('--timeout <seconds>', 'stop watching after so many seconds; the release goes on', positiveInteger)
      .action(
        run((context, model: string, version: number, options: PromoteOptions) =>
          promoteVersion(context, model, version, options),
        ),
      ),
};
