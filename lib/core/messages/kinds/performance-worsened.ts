import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { performanceDraft } from './performance-opened.ts';

export function performanceWorsened(notice: NoticeOf<'performance-worsened'>): Draft {
  const names = notice.worse.map((metric) => ascii(metric, 12) || '?').join(', ');
  return performanceDraft(notice, {
    subject: 'worse still, ',
    what: `New, or declined twice as far as it was told last: ${names}. `,
  });
}
