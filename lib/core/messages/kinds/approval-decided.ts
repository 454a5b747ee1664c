import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { instant, modelArgument, modelName, person, stageArgument, stageName } from '../text/words.ts';

export function approvalDecided(notice: NoticeOf<'approval-decided'>): Draft {
  const model = modelArgument(notice.model);
  const approved = notice.decision === 'approve';
  const word = approved ? 'approved' : 'rejected';
  return {
    severity: 'INFO',
    subject: `v${notice.version} ${word}`,
    code: notice.kind,
    sent: 'Sent once',
    reference: `approval ${ascii(notice.approval, 26)}`,
    sections: {
      what: `${modelName(notice.model)} v${notice.version} was ${word} for ${stageName(notice.stage)}.`,
      now: approved
        ? `One release may use it, until ${instant(notice.expires)}.`
        : 'Nothing changed: it is not released.',
      since: `Decided ${instant(notice.decided)}.`,
      bad: { text: 'Nothing.' },
      who: `Decided by ${person(notice.by)}, asked by ${person(notice.requester)}.`,
      do: {
        steps: [
          { text: 'Read the comment', command: `sluice approvals ${model}` },
          ...(approved
            ? [
                {
                  text: 'Release it',
                  command: `sluice promote ${model} ${notice.version} --stage ${stageArgument(notice.stage)}`,
                },
              ]
            : []),
        ],
      },
    },
  };
}
