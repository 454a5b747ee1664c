/**
 * The form of a capture record. One endpoint's records differ in a few texts only: learned from one record, the form of
 * the next ones is compared, not parsed. A record of another form is no fault, only slower.
 */

/** What stands between two fixed parts: the request's rows, the time of the inference, the id of the event, or any text. */
export type Hole = 'csv' | 'time' | 'event' | 'text';

/** A record is `parts[0]`, the text of `holes[0]` without its quotes, `parts[1]`, and so on. */
export interface CaptureTemplate {
  parts: readonly Uint8Array[];
  holes: readonly Hole[];
  /** Which of the holes is the answer, and what all answers of this form are; absent: none was captured. */
  answer?: { hole: number; observedContentType: string; encoding: string };
}

const INPUT = 'captureData/endpointInput';
const OUTPUT = 'captureData/endpointOutput';
/** Texts that differ from record to record. All others are part of the form. */
const HOLES: readonly (readonly [path: RegExp, hole: Hole])[] = [
  [new RegExp(`^${INPUT}/data$`), 'csv'],
  [/^eventMetadata\/inferenceTime$/, 'time'],
  [/^eventMetadata\/eventId$/, 'event'],
  [new RegExp(`^${OUTPUT}/data$`), 'text'],
  [/^eventMetadata\/.*$/, 'text'],
];

/**
 * @param line a record that is valid, as a whole
 * @returns undefined when its rows are not plain CSV, its answer is not between them and its event, or it names anything twice
 */
export function templateOf(line: string): CaptureTemplate | undefined {
  const parts: Uint8Array[] = [];
  const holes: Hole[] = [];
  const paths = new Set<string>();
  let encoding = '';
  const answer = { hole: -1, observedContentType: 'text/csv', encoding: '' };
  let from = 0;
  for (const { path, isKey, start, end } of stringsOf(line)) {
    if (paths.has(path)) return undefined;
    paths.add(path);
    if (isKey) continue;
    if (path === `${INPUT}/encoding`) encoding = line.slice(start, end);
    if (path === `${OUTPUT}/encoding`) answer.encoding = textOf(line, start, end);
    if (path === `${OUTPUT}/observedContentType`) answer.observedContentType = textOf(line, start, end);
    if (path === `${OUTPUT}/data`) answer.hole = holes.length;
    const hole = HOLES.find(([form]) => form.test(path))?.[1];
    if (!hole) continue;
    parts.push(bytesOf(line.slice(from, start)));
    holes.push(hole);
    from = end;
  }
  parts.push(bytesOf(line.slice(from)));
  const isKnown = encoding === 'CSV' && (['csv', 'time', 'event'] as const).every((hole) => holes.includes(hole));
  if (!isKnown) return undefined;
  if (answer.hole === -1) return { parts, holes };
  const isBetween = holes.indexOf('csv') < answer.hole && answer.hole < holes.indexOf('event');
  return isBetween ? { parts, holes, answer } : undefined;
}

const textOf = (line: string, start: number, end: number): string =>
  JSON.parse(`"${line.slice(start, end)}"`) as string;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

interface PlacedString {
  /** Keys and places in lists from the root on, joined by `/`. */
  path: string;
  isKey: boolean;
  /** Between its quotes. */
  start: number;
  end: number;
}

/** Every value of a valid JSON document that is a string, and every key by the path it makes and a colon, with an empty text. */
function* stringsOf(json: string): Generator<PlacedString> {
  const stack: { key: string; index: number }[] = [];
  for (const found of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\],]/g)) {
    const [token, colon] = found;
    const here = stack.at(-1);
    if (token === '{' || token === '[') stack.push({ key: '', index: token === '[' ? 0 : -1 });
    else if (token === '}' || token === ']') stack.pop();
    else if (token === ',') {
      if (here && here.index >= 0) here.index += 1;
    } else if (here && colon !== undefined) {
      here.key = JSON.parse(token.slice(0, token.length - colon.length)) as string;
      yield { path: `${pathOf(stack)}:`, isKey: true, start: found.index, end: found.index };
    } else yield { path: pathOf(stack), isKey: false, start: found.index + 1, end: found.index + token.length - 1 };
  }
}

/** A slash within a key is written as `~1` (RFC 6901), so that paths are told apart. */
const pathOf = (stack: readonly { key: string; index: number }[]): string =>
  stack
    .map(({ key, index }) => (index >= 0 ? String(index) : key.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
