/** Notices about drills. */
import { DRILL_SECONDS } from '../../contracts/drill.ts';
import type { IncidentEvent } from '../../contracts/incidents.ts';
import type { NoticeOf } from '../../messages/notice.ts';
import { from, type Place } from '../../messages/place.ts';
import type { Drill } from '../../registry/entities.ts';

/** What the event of a drill's incident tells people. */
export function drillNotice(
  origin: Place,
  { model, stage, version, since, change, findings, at }: IncidentEvent,
): NoticeOf<'drill-opened'> | NoticeOf<'drill-closed'> {
  const about = { ...from(origin), model, stage, version, since };
  return change === 'closed'
    ? { kind: 'drill-closed', ...about, closed: at }
    : { kind: 'drill-opened', ...about, columns: findings };
}

/** @throws Error for a drill that did not fail */
export function drillFailedNotice(origin: Place, { model, stage, drill, began, asked, ended, hops, failure }: Drill) {
  if (!failure) throw new Error(`the drill ${drill} of ${model}/${stage} did not fail`);
  const notice: NoticeOf<'drill-failed'> = {
    kind: 'drill-failed',
    ...from(origin),
    ...{ model, stage, drill, began: began ?? asked, failed: failure.hop, reason: failure.message },
    reached: hops.map(({ hop }) => hop),
    ended: ended ?? asked,
    limitSeconds: DRILL_SECONDS,
  };
  return notice;
}

/** The key under which a message about a drill's incident is sent once. */
export const drillNoticeKey = (
  kind: 'drill-opened' | 'drill-closed',
  { model, stage, since }: { model: string; stage: string; since: string },
): string => `${kind}#${model}#${stage}#${since}`;
