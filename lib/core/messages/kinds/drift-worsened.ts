import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { driftDraft } from './drift-opened.ts';
import { named } from './incident-words.ts';

export const driftWorsened = (notice: NoticeOf<'drift-worsened'>): Draft =>
  driftDraft(notice, {
    subject: (many) => `drift is worse, now in ${many}`,
    what: `New, or twice as strong as it was told last: ${named(notice.worse)}. `,
  });
