import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { named } from './incident-words.ts';
import { performanceDraft } from './performance-opened.ts';

export function performanceWorsened(notice: NoticeOf<'performance-worsened'>): Draft {
  return performanceDraft(notice, {
    subject: 'worse still, ',
    what: `New, or declined twice as far as it was told last: ${named(notice.worse)}. `,
  });
}
