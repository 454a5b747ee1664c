import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import {
  askedBy,
  eventsCommand,
  fleets,
  lasted,
  promoteCommand,
  reference,
  rollbackCommand,
  servesNow,
  theRelease,
} from './release-words.ts';

/**
 * NOW when no version is proved to serve. The cause's sentence may quote a service or a container here, so only its code
 * is shown.
 */
export function releaseFailed(notice: NoticeOf<'release-failed'>): Draft {
  const proved = notice.serving !== undefined && notice.proved !== undefined;
  const first = notice.from === undefined && !proved;
  const serves = notice.serving === undefined ? ', nothing is proved to serve' : `, v${notice.serving} serves`;
  const code = notice.cause?.code ?? notice.kind;
  return {
    severity: proved ? 'TODAY' : 'NOW',
    subject: `release of v${notice.version} failed${serves}`,
    code,
    sent: 'Sent once',
    reference: reference(notice),
    sections: {
      what: `${theRelease(notice)} failed.${first ? ' The stage has never been live.' : ''}`,
      now: servesNow(notice),
      since: lasted(notice),
      bad: { text: fleets(notice) },
      why: `Code ${ascii(code, 60)}; the events have the whole reason.`,
      who: askedBy(notice),
      do: {
        lead: proved ? 'Nothing is down. Within the working day:' : 'Look now: what serves is not proved.',
        steps: [
          { text: 'See the reason', command: eventsCommand(notice) },
          proved || first
            ? { text: 'Mend it, then try again', command: promoteCommand(notice) }
            : { text: 'Callers hurt? Return to what served before', command: rollbackCommand(notice) },
        ],
      },
    },
  };
}
