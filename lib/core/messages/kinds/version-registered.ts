import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { startedByText } from '../text/started-by.ts';
import {
  counted,
  instant,
  integer,
  modelArgument,
  modelName,
  person,
  quantity,
  servingNow,
  stageArgument,
} from '../text/words.ts';

const SHOWN = 5;

export function versionRegistered(notice: NoticeOf<'version-registered'>): Draft {
  const model = modelName(notice.model);
  const name = `v${notice.version}`;
  const metrics = Object.entries(notice.metrics);
  const shown = metrics
    .slice(0, SHOWN)
    .map(
      ([metric, { value, low, high }]) =>
        `${ascii(metric, 12).padEnd(13)}${quantity(value).padStart(9)}   95 %: ${quantity(low)} to ${quantity(high)}`,
    );
  const met = notice.gates.filter((gate) => gate.outcome === 'met').length;
  const skipped = notice.gates.filter((gate) => gate.outcome === 'not-applicable').length;
  const gates =
    notice.gates.length === 0
      ? 'The manifest has no gates.'
      : `${counted(met, 'gate')} met${skipped > 0 ? `, ${skipped} not applicable (not compared with a champion)` : ''}.`;
  return {
    severity: 'INFO',
    subject: `${name} registered`,
    code: notice.kind,
    sent: 'Sent once',
    reference: `run ${ascii(notice.run, 26)}`,
    sections: {
      what: `${name} of ${model} is registered and can be released.`,
      now: servingNow(notice.serving),
      since: `Registered ${instant(notice.registered)}.`,
      bad: {
        text: `Nothing. On ${counted(notice.rows, 'held-out row')}:`,
        rows: metrics.length > SHOWN ? [...shown, `and ${integer(metrics.length - SHOWN)} more`] : shown,
      },
      means: gates,
      who: `The data came from ${person(notice.author)}.${startedByText(notice)}`,
      do: {
        steps: [
          { text: 'Look', command: `sluice version ${modelArgument(notice.model)} ${notice.version}` },
          {
            text: 'Release it',
            command: `sluice promote ${modelArgument(notice.model)} ${notice.version} --stage ${stageArgument(notice.first ?? 'staging')}`,
          },
        ],
      },
    },
  };
}
