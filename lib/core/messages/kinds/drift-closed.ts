import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import {
  clock,
  counted,
  day,
  instant,
  integer,
  modelArgument,
  modelName,
  stageArgument,
  stageName,
} from '../text/words.ts';

const SHOWN = 5;

export function driftClosed(notice: NoticeOf<'drift-closed'>): Draft {
  const { columns } = notice;
  const names = columns.slice(0, SHOWN).map((name) => ascii(name, 20) || '?');
  const more = columns.length > SHOWN ? ` and ${integer(columns.length - SHOWN)} more` : '';
  const about = `${modelName(notice.model)}/${stageName(notice.stage)}`;
  const replaced = notice.reason === 'version-changed';
  const serves = notice.serving === undefined ? 'nothing serves' : `v${notice.serving} serves`;
  return {
    severity: 'INFO',
    subject: replaced
      ? `drift incident of v${notice.version} over, ${serves} now`
      : `drift ended, ${counted(columns.length, 'column')} back within limits`,
    code: notice.kind,
    sent: 'The incident is closed',
    reference: `incident of ${day(notice.since)} ${clock(notice.since)}`,
    sections: {
      what: replaced
        ? `Live data of ${about} had drifted from what v${notice.version} was trained on. A release ended that: ${serves} now.`
        : `Live data of ${about} is again like what v${notice.version} was trained on.`,
      since: `Drift from ${instant(notice.since)} to ${instant(notice.closed)}.`,
      bad: { text: columns.length === 0 ? undefined : `It had been: ${names.join(', ')}${more}.` },
      do: {
        lead: 'Nothing has to be done.',
        steps: [
          {
            text: 'Look',
            command: `sluice drift ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)} --open`,
          },
          ...(replaced && notice.serving !== undefined
            ? [{ text: `Whether the data suit v${notice.serving}, its own first window says.` }]
            : []),
          { text: 'Answers given meanwhile may be worth a second look.' },
        ],
      },
    },
  };
}
