import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, day, instant, integer, modelArgument, modelName, stageName } from '../text/words.ts';

const SHOWN = 3;

export function drillOpened(notice: NoticeOf<'drill-opened'>): Draft {
  const names = notice.columns.slice(0, SHOWN).map((name) => ascii(name, 20) || '?');
  const more = notice.columns.length > SHOWN ? ` and ${integer(notice.columns.length - SHOWN)} more` : '';
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
      bad: { text: `Found, as it was meant to be: ${names.join(', ')}${more}.` },
      do: {
        lead: 'Nothing has to be done.',
        steps: [{ text: 'Its result', command: `sluice events ${modelArgument(notice.model)} --kind drill-passed` }],
      },
    },
  };
}
