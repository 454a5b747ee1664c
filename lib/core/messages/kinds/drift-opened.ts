import { GONE } from '../../drift/gone.ts';
import type { Draft } from '../draft.ts';
import type { DriftLine } from '../incident-notices.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import type { Step } from '../text/layout.ts';
import {
  clock,
  counted,
  integer,
  modelArgument,
  modelName,
  percent,
  quantity,
  stageArgument,
  stageName,
} from '../text/words.ts';
import { goBack, incidentReference, SENT, sinceWhen, suspected } from './incident-words.ts';

const SHOWN = 5;

/** TODAY, for drift explains and seldom proves harm; NOW when a column is gone. */
export function driftOpened(notice: NoticeOf<'drift-opened'>): Draft {
  return driftDraft(notice, { subject: (many) => `drift in ${many} since ${clock(notice.since)} UTC` });
}

/** What opened and worsened say alike. */
export function driftDraft(
  notice: NoticeOf<'drift-opened' | 'drift-worsened'>,
  says: { subject: (many: string) => string; what?: string },
): Draft {
  const { columns } = notice;
  const gone = columns.some((column) => column.measure === 'null share' && column.now >= GONE);
  const model = modelName(notice.model);
  const stage = stageName(notice.stage);
  const many = whatDrifted(columns, notice.compared);
  const report = `sluice drift ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)} --open`;
  return {
    severity: gone ? 'NOW' : 'TODAY',
    subject: says.subject(many),
    code: gone ? 'column-gone' : notice.kind,
    sent: SENT,
    reference: incidentReference(notice),
    sections: {
      what: `${says.what ?? ''}Live data of ${model}/${stage} differs from what v${notice.version} was trained on: ${many} are beyond their limit.`,
      since: sinceWhen(notice),
      bad: { rows: table(columns) },
      why: suspected(notice),
      means: `${causes(columns)}Read: ${counted(notice.rowsRead, 'row')} of ${counted(notice.requests, 'request')}. It does not say whether answers are worse.`,
      do: {
        steps: [
          { text: 'Look', command: report },
          ...afterLooking(notice.since),
          ...goBack(notice, 'Answers do harm, and the version before does not use these columns'),
        ],
      },
    },
  };
}

/** `1 of 9 columns and predictions`. @param compared columns of the data */
function whatDrifted(columns: readonly DriftLine[], compared: number): string {
  const ofData = columns.filter(({ beside }) => !beside).length;
  const beside = columns.filter((column) => column.beside).map(({ name }) => ascii(name, 20) || '?');
  return [...(ofData > 0 ? [`${integer(ofData)} of ${counted(compared, 'column')}`] : []), ...beside].join(' and ');
}

/** What to do about drift once it was looked at; the report says the same. @param since ISO 8601 */
export const afterLooking = (since: string): Step[] => [
  { text: `Ask who fills these columns what changed at ${clock(since)}: a jump is mostly a fault at the source.` },
  {
    text: 'A fault: mend it, the incident ends by itself. A real change: upload new data and promote when the gates pass.',
  },
];

function table(columns: readonly DriftLine[]): string[] {
  const row = (cells: readonly [string, string, string, string, string, string]): string => {
    const [name, measure, now, baseline, effect, limit] = cells;
    return `${name.padEnd(20)} ${measure.padEnd(10)} ${now.padStart(9)} ${baseline.padStart(9)} ${effect.padStart(6)} ${limit.padStart(5)}`;
  };
  const rows = columns.slice(0, SHOWN).map((column) => {
    const value = column.measure === 'null share' || column.measure === 'new level' ? percent : quantity;
    return row([
      ascii(column.name, 20) || '?',
      column.measure,
      value(column.now),
      value(column.baseline),
      quantity(Math.min(column.effect, 999)),
      quantity(column.limit),
    ]);
  });
  const head = row(['column', 'measure', 'now', 'baseline', 'effect', 'limit']);
  return [head, ...rows, ...(columns.length > SHOWN ? [`and ${integer(columns.length - SHOWN)} more`] : [])];
}

/** `10 columns: about 10 times the baseline: a change of unit? `, the commonest first, at most two. */
function causes(columns: readonly DriftLine[]): string {
  const byCause = new Map<string, number>();
  for (const { cause } of columns) if (cause) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
  return [...byCause]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([cause, columnCount]) => `${counted(columnCount, 'column')}: ${ascii(cause, 120)} `)
    .join('');
}
