import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { clock, day, instant, modelArgument, modelName, stageName } from '../text/words.ts';
import { named } from './incident-words.ts';

export function drillOpened(notice: NoticeOf<'drill-opened'>): Draft {
  return {
    severity: 'INFO',
    subject: 'DRILL: planted drift was found, nothing is wrong',
    code: notice.kind,
    sent: 'Next message: at its end',
    reference: `drill of ${day(notice.since)} ${clock(notice.since)}`,
    sections: {
      what: `This is a drill. Requests with a fault in them were made up beside the traffic of ${modelName(notice.model)}/${stageName(notice.stage)}, and found to differ from what v${notice.version} was trained on.`,
      now: 'The stage serves as before; its own traffic, incidents and metrics were not touched.',
      since: `Planted ${instant(notice.since)}.`,
      bad: { text: `Found, as it was meant to be: ${named(notice.columns)}.` },
      do: {
        lead: 'Nothing has to be done.',
        steps: [{ text: 'Its result', command: `sluice events ${modelArgument(notice.model)} --kind drill-passed` }],
      },
    },
  };
}
