import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { startedByText } from '../text/started-by.ts';
import { idArgument, instant, modelArgument, modelName, person, servingNow, stageName } from '../text/words.ts';

export function approvalWanted(notice: NoticeOf<'approval-wanted'>): Draft {
  const model = modelArgument(notice.model);
  const id = idArgument(notice.approval);
  const who = notice.needed === 1 ? 'one person' : `${notice.needed} people`;
  const others =
    notice.author === 'unattributed'
      ? 'Nobody announced its data, so its author is not known.'
      : `Its data came from ${person(notice.author)}.`;
  return {
    severity: 'TODAY',
    subject: `v${notice.version} waits for an approval`,
    code: notice.kind,
    sent: 'Sent once',
    reference: `approval ${ascii(notice.approval, 26)}`,
    sections: {
      what: `${modelName(notice.model)} v${notice.version} may serve ${stageName(notice.stage)} when ${who} approved it.`,
      now: servingNow(notice.serving),
      since: `Asked ${instant(notice.requested)}, expires ${instant(notice.expires)}.`,
      bad: { text: 'Nothing.' },
      who: `Asked by ${person(notice.requester)}. ${others} Neither may approve it.${startedByText(notice)}`,
      do: {
        steps: [
          { text: 'Look at it', command: `sluice version ${model} ${notice.version}` },
          { text: 'Approve', command: `sluice approve ${model} ${id} --comment "..."` },
          { text: 'Or not', command: `sluice reject ${model} ${id} --comment "..."` },
        ],
      },
    },
  };
}
