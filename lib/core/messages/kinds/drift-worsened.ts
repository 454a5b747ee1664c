import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { clock, day, instant, integer } from '../text/words.ts';
import { driftDraft } from './drift-opened.ts';

const NAMED = 3;

export function driftWorsened(notice: NoticeOf<'drift-worsened'>): Draft {
  const { worse, since, window } = notice;
  const names = worse.slice(0, NAMED).map((name) => ascii(name, 20) || '?');
  const more = worse.length > NAMED ? ` and ${integer(worse.length - NAMED)} more` : '';
  return driftDraft(notice, {
    subject: (many) => `drift is worse, now in ${many}`,
    since: `Since ${instant(since)}; this window ${clock(window.from)}-${clock(window.to)} UTC, ${day(window.from)}.`,
    what: `New, or twice as strong as it was told last: ${names.join(', ')}${more}. `,
  });
}
