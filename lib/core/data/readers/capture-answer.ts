/** The answer of a record whose form is known: it stands between the rows and the event's id, of which the place is known. */
import { answerOf, type CapturedAnswer } from './capture-record.ts';
import type { CaptureTemplate } from './capture-template.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** @param event where the text of the event's id begins @returns undefined where none was captured, or it is not what it says */
export function answerIn(
  bytes: Buffer,
  event: number,
  { parts, holes, answer }: CaptureTemplate,
): CapturedAnswer | undefined {
  if (!answer) return undefined;
  const { hole, ...payload } = answer;
  let start = event;
  let end = event;
  for (let last = holes.indexOf('event'); last > hole; last--) {
    end = start - (parts[last] as Uint8Array).length;
    start = textStart(bytes, end);
  }
  const text = bytes.toString('utf8', start, end);
  const data = text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
  return answerOf({ ...payload, data });
}

/** Where the text that ends at `end` begins: a quote within it has a backslash before it. */
function textStart(bytes: Uint8Array, end: number): number {
  let at = end;
  while (bytes[at - 1] !== QUOTE || bytes[at - 2] === BACKSLASH) at -= 1;
  return at;
}
