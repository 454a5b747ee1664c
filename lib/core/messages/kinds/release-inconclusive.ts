import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import {
  askedBy,
  eventsCommand,
  lasted,
  promoteCommand,
  reference,
  servesNow,
  theRelease,
  why,
} from './release-words.ts';

export function releaseInconclusive(notice: NoticeOf<'release-inconclusive'>): Draft {
  return {
    severity: 'TODAY',
    subject: `release of v${notice.version} inconclusive, taken back`,
    code: notice.cause?.code ?? notice.kind,
    sent: 'Sent once',
    reference: reference(notice),
    sections: {
      what: `${theRelease(notice)} proved nothing and was taken back.`,
      now: servesNow(notice),
      since: lasted(notice),
      bad: {
        text: `v${notice.version} saw ${notice.candidate ? notice.candidate.requests : 'too few'} requests: nothing was shown, good or bad.`,
      },
      why: why(notice),
      who: askedBy(notice),
      do: {
        lead: 'Nothing is down. Within the working day:',
        steps: [
          { text: 'See how it went', command: eventsCommand(notice) },
          { text: 'Try again while callers send requests', command: promoteCommand(notice) },
          { text: 'A stage that nobody calls? Give it rollout all-at-once.' },
        ],
      },
    },
  };
}
