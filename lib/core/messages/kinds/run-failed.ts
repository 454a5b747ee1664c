import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, day, fileArgument, idStart, modelArgument, modelName, person, servingNow } from '../text/words.ts';

export function runFailed(notice: NoticeOf<'run-failed'>): Draft {
  const model = modelName(notice.model);
  const step = ascii(notice.step, 20);
  const job = notice.job ? ` The job is ${ascii(notice.job, 63)}.` : '';
  const began = notice.began ? `Began ${clock(notice.began)}, failed` : 'Failed';
  return {
    severity: 'TODAY',
    subject: `run failed in step ${step}`,
    code: notice.code,
    sent: 'Sent once',
    reference: `run ${ascii(notice.run, 26)}`,
    sections: {
      what: `A training run of ${model} failed. No version came of it.`,
      now: servingNow(notice.serving),
      since: `${began} ${clock(notice.failed)} UTC, ${day(notice.failed)}.`,
      bad: { text: `Step ${step}, code ${ascii(notice.code, 60)}.${job}` },
      who: `The data came from ${person(notice.author)}.`,
      do: {
        lead: 'Nothing is down. Within the working day:',
        steps: [
          { text: 'See the reason', command: `sluice runs ${modelArgument(notice.model)} ${idStart(notice.run)}` },
          ...(notice.job
            ? [{ text: 'And the logs', command: `sluice logs ${modelArgument(notice.model)} ${idStart(notice.run)}` }]
            : []),
          { text: 'A fault of the data, the parameters or your code: mend it.' },
          {
            text: 'Run it again',
            command: `sluice upload ${modelArgument(notice.model)} ${fileArgument(notice.file ?? '')}`,
          },
        ],
      },
    },
  };
}
