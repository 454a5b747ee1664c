import { isModelName } from '../../contracts/names.ts';
import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import {
  clock,
  counted,
  day,
  fileArgument,
  idStart,
  integer,
  modelArgument,
  modelName,
  percent,
  person,
  servingNow,
} from '../text/words.ts';
import { findingRows } from './finding-rows.ts';

export function uploadRefused(notice: NoticeOf<'upload-refused'>): Draft {
  const model = modelName(notice.model);
  const file = ascii(notice.file, 40) || '?';
  const { rows, rejected } = notice;
  const broken = rejected !== undefined && rows !== undefined && rejected > 0;
  const arrived = notice.arrived ? `Arrived ${clock(notice.arrived)}, refused` : 'Refused';
  const limit = notice.allowed === undefined ? '' : `, the manifest allows ${percent(notice.allowed)}`;
  return {
    severity: 'TODAY',
    subject: broken
      ? `upload refused, ${integer(rejected)} of ${counted(rows, 'row')} break the contract`
      : `upload refused, ${ascii(notice.code, 40)}`,
    code: notice.code,
    sent: 'Sent once',
    reference: `upload ${ascii(notice.upload, 12)}`,
    sections: {
      what: `The upload ${file} for ${model} was refused. No training ran.`,
      now: `${servingNow(notice.serving)} The file is kept.`,
      since: `${arrived} ${clock(notice.refused)} UTC, ${day(notice.refused)}, from ${person(notice.author)}.`,
      bad: {
        text: broken ? `${percent(rejected / rows)} of rows are wrong${limit}.` : ascii(notice.message, 200),
        rows: findingRows(notice.findings),
      },
      do: {
        steps: [
          notice.run
            ? {
                text: 'See rows and reasons',
                command: `sluice runs ${modelArgument(notice.model)} ${idStart(notice.run)}`,
              }
            : isModelName(notice.model) && notice.code !== 'unknown-model'
              ? { text: 'See the reason', command: `sluice events ${modelArgument(notice.model)}` }
              : { text: 'See which models there are', command: 'sluice models' },
          ...mend(notice),
        ],
      },
    },
  };
}

function mend({ code, model, file, run }: NoticeOf<'upload-refused'>): Draft['sections']['do']['steps'] {
  if (code === 'incomplete-set')
    return [
      {
        text: 'Send what is missing, then',
        command: `sluice retry ${modelArgument(model)}${run ? ` ${idStart(run)}` : ''}`,
      },
    ];
  return [
    { text: 'Mend the export, then', command: `sluice upload ${modelArgument(model)} ${fileArgument(file)}` },
    { text: 'Rows right, contract wrong? Change data.columns in model.yaml, then', command: 'sluice apply model.yaml' },
  ];
}
