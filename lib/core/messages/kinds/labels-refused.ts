import { isModelName } from '../../contracts/names.ts';
import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, counted, day, fileArgument, modelArgument, modelName } from '../text/words.ts';
import { findingRows } from './finding-rows.ts';

export function labelsRefused(notice: NoticeOf<'labels-refused'>): Draft {
  const model = modelName(notice.model);
  const file = ascii(notice.file, 40) || '?';
  const { labels, wrong } = notice;
  return {
    severity: 'TODAY',
    subject: `${counted(wrong, 'line')} of labels refused`,
    code: notice.kind,
    sent: 'Sent once a day, for the first such file',
    reference: `labels ${file}`,
    sections: {
      what: `${counted(wrong, 'line')} of ${file} for ${model} cannot be labels.`,
      now: `${labels === 1 ? '1 label of it counts' : `${counted(labels, 'label')} of it count`}. The file is kept.`,
      since: `Arrived ${clock(notice.arrived)} UTC, ${day(notice.arrived)}.`,
      bad: { text: 'By what is wrong with them:', rows: findingRows(notice.findings) },
      do: {
        steps: [
          isModelName(notice.model)
            ? {
                text: 'See lines and mends',
                command: `sluice events ${modelArgument(notice.model)} --kind labels-refused`,
              }
            : { text: 'See which models there are', command: 'sluice models' },
          { text: `Mend them: ${ascii(notice.mend, 120)}` },
          {
            text: 'Put the file there again, or',
            command: `sluice labels ${modelArgument(notice.model)} ${fileArgument(notice.file)}`,
          },
        ],
      },
    },
  };
}
