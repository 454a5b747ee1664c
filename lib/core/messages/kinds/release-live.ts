import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { stageName } from '../text/words.ts';
import {
  askedBy,
  eventsCommand,
  fleets,
  lasted,
  reference,
  rollbackCommand,
  servesNow,
  theRelease,
} from './release-words.ts';

export function releaseLive(notice: NoticeOf<'release-live'>): Draft {
  const before = notice.from === undefined ? 'It is the first version there.' : `Before it: v${notice.from}.`;
  return {
    severity: 'INFO',
    subject: notice.action === 'rollback' ? `returned to v${notice.version}` : `v${notice.version} is live`,
    code: notice.kind,
    sent: 'Sent once',
    reference: reference(notice),
    sections: {
      what: `${theRelease(notice)} is done. ${before}`,
      now: servesNow(notice),
      since: lasted(notice),
      bad: { text: fleets(notice) ?? 'Nothing.' },
      who: askedBy(notice),
      do: {
        lead: 'Nothing has to be done.',
        steps: [
          { text: 'How it went', command: eventsCommand(notice) },
          { text: `Not what ${stageName(notice.stage)} should serve? Take it back`, command: rollbackCommand(notice) },
        ],
      },
    },
  };
}
