import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { counted, idStart, instant, integer, modelArgument, modelName, person, servingNow } from '../text/words.ts';

const SHOWN = 3;

export function versionRejected(notice: NoticeOf<'version-rejected'>): Draft {
  const model = modelName(notice.model);
  const unmet = notice.gates.filter((gate) => gate.outcome === 'not-met');
  const more = unmet.length > SHOWN ? ` And ${integer(unmet.length - SHOWN)} more.` : '';
  const [first] = unmet;
  return {
    severity: 'TODAY',
    subject: unmet.length === 1 && first ? `gate not met: ${ascii(first.gate, 40)}` : `${unmet.length} gates not met`,
    code: 'gate-not-met',
    sent: 'Sent once',
    reference: `run ${ascii(notice.run, 26)}`,
    sections: {
      what: `A candidate of ${model} was trained and not registered: ${unmet.length} of ${counted(notice.gates.length, 'gate')} not met.`,
      now: servingNow(notice.serving),
      since: `Rejected ${instant(notice.rejected)}.`,
      bad: {
        text: `${unmet
          .slice(0, SHOWN)
          .map((gate) => `${ascii(gate.text, 140)}.`)
          .join(' ')}${more}`,
      },
      who: `The data came from ${person(notice.author)}.`,
      do: {
        lead: 'Nothing is down. Within the working day:',
        steps: [
          { text: 'See all numbers', command: `sluice runs ${modelArgument(notice.model)} ${idStart(notice.run)}` },
          { text: 'Train with more or better data, or other parameters.' },
          {
            text: 'Gate too strict? Change evaluation.gates in model.yaml, then',
            command: 'sluice apply model.yaml',
          },
        ],
      },
    },
  };
}
