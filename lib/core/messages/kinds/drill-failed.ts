import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, day, instant, modelArgument, modelName, stageArgument, stageName } from '../text/words.ts';

export function drillFailed(notice: NoticeOf<'drill-failed'>): Draft {
  const about = `${modelName(notice.model)}/${stageName(notice.stage)}`;
  const reached = notice.reached.map((hop) => ascii(hop, 20)).join(', ');
  return {
    severity: 'TODAY',
    subject: `DRILL failed at "${ascii(notice.failed, 20)}": drift may go untold`,
    code: notice.kind,
    sent: 'Sent once',
    reference: `drill of ${day(notice.began)} ${clock(notice.began)}`,
    sections: {
      what: `A fault that was planted beside the traffic of ${about} did not reach people as it should.`,
      now: 'The stage serves as before. Whether real drift would be told is not known.',
      since: `Begun ${instant(notice.began)}, given up ${instant(notice.ended)}.`,
      why: `${ascii(notice.reason, 200)}. Reached before: ${reached || 'nothing'}.`,
      do: {
        steps: [
          { text: 'Look', command: `sluice events ${modelArgument(notice.model)} --kind drill-failed` },
          {
            text: 'Mend it by the runbook, then again',
            command: `sluice drill ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)}`,
          },
        ],
      },
    },
  };
}
