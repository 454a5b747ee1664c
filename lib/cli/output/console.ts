/** stdout is the answer, stderr the talk. With `--json` stdout is one JSON document (JSON Lines while watching). */
import { liveArea } from './live.ts';
import { type Column, table } from './table.ts';
import { type ColourMode, painted, painter } from './tones.ts';

export interface Console {
  readonly json: boolean;
  /** stderr may be redrawn: it is a terminal that can, and nobody's log. Else a line per change of state. */
  readonly live: boolean;
  /** The answer, for people. Silent with --json. */
  print(text: string): void;
  /** The answer as a table, for people. Silent with --json. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** The answer, for programs: once, whole. Silent without --json. */
  document(value: unknown): void;
  /** What is seen while watching, for programs: a JSON line each, before the document. Silent without --json. */
  event(value: unknown): void;
  /** The document was given. */
  readonly answered: boolean;
  /** Progress and remarks, on stderr. */
  say(text: string): void;
  /**
   * The live part, below all that is said: each frame takes the place of the one before, at most 5 a second. Silent where
   * nothing can be redrawn: say what changes there.
   */
  draw(frame: string): void;
  /** The last frame stays, and what is said comes below it. */
  settle(): void;
}

export interface Streams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
}

export const processStreams: Streams = { out: process.stdout, err: process.stderr };

/** Whether a stream's last lines may be drawn again: no log of a build, no terminal that cannot. */
export const canRedraw = (
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean => stream.isTTY === true && environment['TERM'] !== 'dumb' && !environment['CI'];

export function terminalConsole(
  { json, colour = 'auto' }: { json: boolean; colour?: ColourMode },
  { out, err }: Streams = processStreams,
): Console {
  const paint = { out: painter(colour, out), err: painter(colour, err) };
  const screen = canRedraw(err) ? liveArea(err, paint.err) : undefined;
  const line = (value: unknown): void => void out.write(`${JSON.stringify(value)}\n`);
  const print = (text: string): void => {
    screen?.settle();
    if (!json) out.write(`${painted(text, paint.out)}\n`);
  };
  let answered = false;
  return {
    json,
    live: screen !== undefined,
    print,
    table: (columns, rows) => print(table(columns, rows, paint.out)),
    document: (value) => {
      if (!json) return;
      if (answered) throw new Error('a command answers with one document');
      answered = true;
      line(value);
    },
    event: (value) => {
      if (json) line(value);
    },
    get answered() {
      return answered;
    },
    say: (text) => {
      const said = `${painted(text, paint.err)}\n`;
      if (screen) screen.above(said);
      else err.write(said);
    },
    draw: (frame) => screen?.draw(frame),
    settle: () => screen?.settle(),
  };
}
