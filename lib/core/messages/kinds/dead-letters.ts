import type { Draft } from '../draft.ts';
import type { NoticeOf } from '../notice.ts';
import { ascii } from '../text/ascii.ts';
import { counted, instant, integer } from '../text/words.ts';

const SHOWN = 5;

export function deadLetters(notice: NoticeOf<'dead-letters'>): Draft {
  const waiting = counted(notice.messages, 'message');
  const rows = notice.sources
    .slice(0, SHOWN)
    .map(({ name, messages }) => `${integer(messages).padStart(6)}  ${ascii(name, 55)}`);
  const more = notice.sources.length > SHOWN ? [`and ${integer(notice.sources.length - SHOWN)} more`] : [];
  return {
    severity: 'NOW',
    subject: `${waiting} could not be worked on`,
    code: notice.kind,
    sent: 'Sent again only after it was empty',
    reference: `queue ${ascii(notice.queue, 60)}`,
    sections: {
      what: `${waiting} failed again and again and lie in the dead-letter queue. Something that should have happened has not.`,
      since: notice.oldest ? `Oldest from ${instant(notice.oldest)}.` : `Seen ${instant(notice.seen)}.`,
      bad: { rows: [...rows, ...more] },
      means: 'Uploads may wait for training, windows for drift, people for messages. Serving is not touched.',
      do: {
        steps: [
          { text: 'Find queue, functions and logs', command: 'sluice outputs' },
          { text: 'Read a message: its attributes name the source and the error. Mend the cause.' },
          { text: 'In the SQS console: start DLQ redrive to the source. Doing so twice does no harm.' },
        ],
      },
    },
  };
}
