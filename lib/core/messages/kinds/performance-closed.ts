import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, day, instant, modelArgument, modelName, stageArgument, stageName } from '../text/words.ts';

export function performanceClosed(notice: NoticeOf<'performance-closed'>): Draft {
  const { metrics, version } = notice;
  const about = `${modelName(notice.model)}/${stageName(notice.stage)}`;
  const replaced = notice.reason === 'version-changed';
  const serves = notice.serving === undefined ? 'nothing serves' : `v${notice.serving} serves`;
  const look = {
    text: 'Look',
    command: `sluice performance ${modelArgument(notice.model)} --stage ${stageArgument(notice.stage)}`,
  };
  return {
    severity: 'INFO',
    subject: replaced
      ? `decline of v${version} over, ${serves} now`
      : `v${version} does as well as it was evaluated again`,
    code: notice.kind,
    sent: 'The incident is closed',
    reference: `incident of ${day(notice.since)} ${clock(notice.since)}`,
    sections: {
      what: replaced
        ? `v${version} on ${about} did worse than on its held-out rows. A release ended that: ${serves} now.`
        : `By the newest labels, v${version} on ${about} does as well as on its held-out rows again.`,
      since: `Decline from ${instant(notice.since)} to ${instant(notice.closed)}.`,
      bad: {
        text:
          metrics.length === 0
            ? undefined
            : `It had been: ${metrics.map((metric) => ascii(metric, 12) || '?').join(', ')}.`,
      },
      do: {
        lead: 'Nothing has to be done.',
        steps: [
          look,
          ...(replaced && notice.serving !== undefined
            ? [{ text: `How well v${notice.serving} does, its own labels say.` }]
            : []),
          { text: 'Answers given meanwhile may be worth a second look.' },
        ],
      },
    },
  };
}
