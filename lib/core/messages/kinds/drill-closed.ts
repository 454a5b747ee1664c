import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { clock, day, instant, modelArgument, modelName, stageName } from '../text/words.ts';

export function drillClosed(notice: NoticeOf<'drill-closed'>): Draft {
  return {
    severity: 'INFO',
    subject: 'DRILL is over, nothing was wrong',
    code: notice.kind,
    sent: 'The drill is over',
    reference: `drill of ${day(notice.since)} ${clock(notice.since)}`,
    sections: {
      what: `The drill beside ${modelName(notice.model)}/${stageName(notice.stage)} is over. A real incident would have reached you the same way.`,
      since: `From ${instant(notice.since)} to ${instant(notice.closed)}.`,
      do: {
        lead: 'Nothing has to be done.',
        steps: [{ text: 'Its result', command: `sluice events ${modelArgument(notice.model)} --kind drill-passed` }],
      },
    },
  };
}
