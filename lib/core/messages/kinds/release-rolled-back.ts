import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import {
  askedBy,
  eventsCommand,
  fleets,
  lasted,
  reference,
  rollbackCommand,
  servesNow,
  theRelease,
  why,
} from './release-words.ts';

/** TODAY and not NOW: the guard worked. Without proof of what serves it is NOW. */
export function releaseRolledBack(notice: NoticeOf<'release-rolled-back'>): Draft {
  const proved = notice.serving !== undefined && notice.proved !== undefined;
  const serves = notice.serving === undefined ? '' : `, v${notice.serving} serves`;
  return {
    severity: proved ? 'TODAY' : 'NOW',
    subject: `release of v${notice.version} rolled back${serves}`,
    code: notice.cause?.code ?? notice.kind,
    sent: 'Sent once',
    reference: reference(notice),
    sections: {
      what: `${theRelease(notice)} was rolled back.`,
      now: servesNow(notice),
      since: lasted(notice),
      bad: { text: fleets(notice) },
      why: why(notice),
      who: askedBy(notice),
      do: {
        lead: proved ? 'Nothing is down. Within the working day:' : 'Look now: what serves is not proved.',
        steps: [
          { text: 'See how it went', command: eventsCommand(notice) },
          { text: `Leave v${notice.version} where it is; mend it and upload again.` },
          { text: 'The version before bad too? Go further back', command: rollbackCommand(notice) },
        ],
      },
    },
  };
}
