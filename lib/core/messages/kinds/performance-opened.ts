import type { Draft } from '../draft.ts';
import type { PerformanceLine } from '../incident-notices.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, counted, day, integer, modelArgument, percent, quantity, stageArgument } from '../text/words.ts';
import { goBack, incidentReference, SENT, suspected, theStage } from './incident-words.ts';

/** TODAY: answers are worse, and have been since before the labels came. */
export const performanceOpened = (notice: NoticeOf<'performance-opened'>): Draft => performanceDraft(notice, {});

/** What opened and worsened say alike. */
export function performanceDraft(
  notice: NoticeOf<'performance-opened' | 'performance-worsened'>,
  says: { subject?: string; what?: string },
): Draft {
  const { metrics, version, window, asked, rows, labelled, delayHours } = notice;
  const model = modelArgument(notice.model);
  const stage = stageArgument(notice.stage);
  const [first] = metrics;
  const fell = first ? `${name(first)} ${quantity(first.measured.value)}, was ${quantity(first.heldOut.value)}` : '';
  const late = delayHours
    ? ` Labels came after ${quantity(delayHours.median)} h (median), ${quantity(delayHours.p90)} h (9 of 10).`
    : '';
  return {
    severity: 'TODAY',
    subject: `${says.subject ?? ''}v${version} does worse: ${fell}`,
    code: notice.kind,
    sent: SENT,
    reference: incidentReference(notice),
    sections: {
      what: `${says.what ?? ''}By the labels that came, v${version} on ${theStage(notice)} does worse than on its held-out rows: ${metrics
        .filter(({ called }) => called)
        .map(name)
        .join(' and ')}.`,
      since: `Found at the end of ${day(window.from)}, in answers from ${day(asked.from)} ${clock(asked.from)} to ${day(asked.to)} ${clock(asked.to)} UTC.`,
      bad: { rows: table(metrics) },
      why: suspected(notice),
      means: `${integer(labelled)} of ${counted(rows, 'row')} have a label (${percent(rows > 0 ? labelled / rows : 0)}).${late} In brackets: 95 % intervals.`,
      do: {
        steps: [
          { text: 'Look', command: `sluice performance ${model} --stage ${stage}` },
          { text: 'Is the data different too', command: `sluice drift ${model} --stage ${stage} --open` },
          ...goBack(notice, 'The version before was better'),
          { text: 'The world changed: upload new data and promote when the gates pass.' },
        ],
      },
    },
  };
}

const name = ({ metric }: PerformanceLine): string => ascii(metric, 12) || '?';

function table(metrics: readonly PerformanceLine[]): string[] {
  const row = (cells: readonly [string, string, string]): string =>
    `${cells[0].padEnd(10)} ${cells[1].padEnd(26)} ${cells[2]}`;
  const figure = ({ value, low, high }: PerformanceLine['measured']): string =>
    `${quantity(value)} (${quantity(low)} - ${quantity(high)})`;
  return [
    row(['metric', 'held out', 'measured']),
    ...metrics.map((line) => row([name(line), figure(line.heldOut), figure(line.measured)])),
  ];
}
