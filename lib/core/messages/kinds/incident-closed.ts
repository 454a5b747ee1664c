import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { counted, instant, modelArgument, stageArgument } from '../text/words.ts';
import { incidentReference, named, theStage } from './incident-words.ts';

const SHOWN = 5;

type Closed = NoticeOf<'drift-closed' | 'health-closed' | 'performance-closed'>;

/** What each kind says in its own words. */
interface Words {
  /** `drift`, for `drift incident of v6 over`. */
  kind: string;
  subject: string;
  /** After `Live data of churn/production had drifted from what v6 was trained on.` and a window without finding. */
  over: string;
  had: string;
  /** What a release leaves open. */
  next: string;
  look: string;
}

export function driftClosed(notice: NoticeOf<'drift-closed'>): Draft {
  const data = `Live data of ${theStage(notice)}`;
  return closed(notice, {
    kind: 'drift',
    subject: `drift ended, ${counted(notice.columns.length, 'column')} back within limits`,
    over: `${data} is again like what v${notice.version} was trained on.`,
    had: `${data} had drifted from what v${notice.version} was trained on.`,
    next: 'Whether the data suit',
    look: `sluice drift ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)} --open`,
  });
}

export const healthClosed = (notice: NoticeOf<'health-closed'>): Draft =>
  closed(notice, {
    kind: 'health',
    subject: `healthy again: ${named(notice.columns)}`,
    over: `${theStage(notice)} is healthy again: the newest window is within its limits.`,
    had: `${theStage(notice)} was not healthy while v${notice.version} served.`,
    next: 'How healthy is',
    look: `sluice drift ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)} --open`,
  });

export const performanceClosed = (notice: NoticeOf<'performance-closed'>): Draft =>
  closed(notice, {
    kind: 'performance',
    subject: `performance is back: ${named(notice.columns)}`,
    over: `v${notice.version} in ${theStage(notice)} is again about as good as on the rows held out of its training.`,
    had: `v${notice.version} in ${theStage(notice)} was worse than on the rows held out of its training.`,
    next: 'How good is',
    look: `sluice performance ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)}`,
  });

function closed(notice: Closed, words: Words): Draft {
  const { columns, version, serving } = notice;
  const replaced = notice.reason === 'version-changed';
  const serves = serving === undefined ? 'nothing serves' : `v${serving} serves`;
  return {
    severity: 'INFO',
    subject: replaced ? `${words.kind} incident of v${version} over, ${serves} now` : words.subject,
    code: notice.kind,
    sent: 'The incident is closed',
    reference: incidentReference(notice),
    sections: {
      what: replaced ? `${words.had} A release ended that: ${serves} now.` : words.over,
      since: `From ${instant(notice.since)} to ${instant(notice.closed)}.`,
      bad: { text: columns.length === 0 ? undefined : `It had been: ${named(columns, SHOWN)}.` },
      do: {
        lead: 'Nothing has to be done.',
        steps: [
          { text: 'Look', command: words.look },
          ...(replaced && serving !== undefined
            ? [{ text: `${words.next} v${serving}, its own first window says.` }]
            : []),
          { text: 'Answers given meanwhile may be worth a second look.' },
        ],
      },
    },
  };
}
