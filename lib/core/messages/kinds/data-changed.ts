import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import {
  counted,
  fileArgument,
  idStart,
  instant,
  modelArgument,
  modelName,
  person,
  servingNow,
} from '../text/words.ts';
import { findingRows } from './finding-rows.ts';

/** A dataset was accepted with warnings. */
export function dataChanged(notice: NoticeOf<'data-changed'>): Draft {
  const model = modelName(notice.model);
  const file = ascii(notice.file, 40) || '?';
  return {
    severity: 'TODAY',
    subject: `dataset accepted with ${counted(notice.more + notice.findings.length, 'warning')}`,
    code: notice.kind,
    sent: 'Sent once',
    reference: `run ${ascii(notice.run, 26)}`,
    sections: {
      what: `The data of ${file} for ${model} is unlike the last accepted data. It was accepted, and trains.`,
      now: servingNow(notice.serving),
      since: `Accepted ${instant(notice.accepted)}, from ${person(notice.author)}.`,
      bad: {
        text: 'Each of these may be ordinary change, or a fault of the export:',
        rows: findingRows(notice.findings, notice.more),
      },
      do: {
        lead: 'Nothing is down. Before a version of this run is released:',
        steps: [
          { text: 'See what changed', command: `sluice runs ${modelArgument(notice.model)} ${idStart(notice.run)}` },
          {
            text: 'Ask whoever made the file. A fault? Mend the export, then',
            command: `sluice upload ${modelArgument(notice.model)} ${fileArgument(notice.file)}`,
          },
          { text: 'Real? Nothing is to be done: the next data is compared with this.' },
        ],
      },
    },
  };
}
