/** What the messages about releases say in the same words. */
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import {
  clock,
  day,
  idStart,
  instant,
  integer,
  modelArgument,
  modelName,
  percent,
  person,
  stageArgument,
  stageName,
} from '../text/words.ts';

export type ReleaseNotice = NoticeOf<
  'release-live' | 'release-rolled-back' | 'release-inconclusive' | 'release-failed'
>;

/** `The release of churn v7 to production`. */
export function theRelease(notice: ReleaseNotice): string {
  const deed = notice.action === 'rollback' ? 'return' : 'release';
  return `The ${deed} of ${modelName(notice.model)} v${notice.version} to ${stageName(notice.stage)}`;
}

/** What serves, and the proof; a plain "not known" where there is none. */
export function servesNow(notice: ReleaseNotice): string {
  if (notice.serving === undefined) return 'It is not proved which version serves, if any.';
  return `v${notice.serving} serves all traffic. ${notice.proved ? `Proved ${instant(notice.proved)}.` : 'Not proved yet.'}`;
}

export const lasted = (notice: ReleaseNotice): string =>
  `Began ${clock(notice.began)}, ended ${clock(notice.ended)} UTC, ${day(notice.ended)}.`;

export const askedBy = (notice: ReleaseNotice): string => `Asked by ${person(notice.author)}.`;

/** Requests and errors of the new fleet, and of the old one beside it. */
export function fleets(notice: ReleaseNotice): string | undefined {
  const { candidate, champion } = notice;
  if (!candidate) return undefined;
  const line = ({ requests, errors }: NonNullable<typeof candidate>): string =>
    `${integer(errors)} of ${integer(requests)} requests ended in 5xx${requests > 0 ? ` (${percent(errors / requests)})` : ''}`;
  const before = notice.from === undefined ? 'The old fleet' : `v${notice.from}`;
  return `v${notice.version}: ${line(candidate)}.${champion ? ` ${before} in the same minutes: ${line(champion)}.` : ''}`;
}

export const why = (notice: ReleaseNotice): string | undefined =>
  notice.cause && `${ascii(notice.cause.message, 200)}.`;

export const reference = (notice: ReleaseNotice): string => `release ${ascii(notice.release, 26)}`;

export const eventsCommand = (notice: ReleaseNotice): string =>
  `sluice events ${modelArgument(notice.model)} --release ${idStart(notice.release)}`;
export const rollbackCommand = (notice: ReleaseNotice): string =>
  `sluice rollback ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)}`;
export const promoteCommand = (notice: ReleaseNotice): string =>
  `sluice promote ${modelArgument(notice.model)} ${notice.version} --stage ${stageArgument(notice.stage)}`;
