/** An error of a check, as the refusal it is. */
import type { Refusal } from '../contracts/check.ts';
import { UnreadableFile } from './readers/unreadable-file.ts';
import { refusal, UploadRefused } from './refused.ts';

/** @returns undefined where the error is a fault, not the file's */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UploadRefused) return error.refusal;
  return error instanceof UnreadableFile ? unreadable(error) : undefined;
}

function unreadable({ reason, message, mend, line }: UnreadableFile): Refusal {
  return refusal(reason === 'empty' ? 'empty-file' : 'unreadable', `${message[0]?.toUpperCase()}${message.slice(1)}.`, [
    {
      rule: `file-${reason}`,
      expected: 'CSV with a header or JSON Lines in UTF-8, or Parquet',
      seen: message,
      ...(line === undefined ? {} : { lines: [line] }),
      mend,
    },
  ]);
}
