/** The last lines of a terminal, drawn again and again. No full-screen mode: what was said stays above. */
import { printable } from './text.ts';
import { type Paint, painted } from './tones.ts';

export interface LiveArea {
  draw(frame: string): void;
  /** Writes text that stays, above the frame. */
  above(text: string): void;
  settle(): void;
}

/** Faster is not read, and flickers over a slow line. */
const LEAST_MS = 200;
/** Also of a terminal that says 0, as some do. */
const DEFAULT_COLUMNS = 80;
const UP_AND_CLEAR = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`);

export function liveArea(
  stream: { write(text: string): unknown; columns?: number },
  paint: Paint,
  now: () => number = Date.now,
): LiveArea {
  let shown = '';
  let lines = 0;
  let wanted = '';
  let drawnAt = Number.NEGATIVE_INFINITY;

  // A line that wraps would be two, and the next frame would leave its first half behind.
  const fitted = (frame: string): string[] =>
    frame.split('\n').map((line) => printable(line).slice(0, (stream.columns || DEFAULT_COLUMNS) - 1));
  const put = (before = ''): void => {
    const rows = wanted === '' ? [] : fitted(wanted);
    const text = rows.map((row) => `${painted(row, paint)}\n`).join('');
    stream.write(`${UP_AND_CLEAR(lines)}${before}${text}`);
    lines = rows.length;
    shown = wanted;
    drawnAt = now();
  };

  return {
    draw(frame) {
      wanted = frame;
      if (frame !== shown && now() - drawnAt >= LEAST_MS) put();
    },
    above: (text) => put(text),
    settle() {
      if (wanted !== shown) put();
      wanted = '';
      shown = '';
      lines = 0;
    },
  };
}
