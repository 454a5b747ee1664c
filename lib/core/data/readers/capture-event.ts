/**
 * The event id and the time of a record whose form is known, found from the record's end: little stands behind them, and
 * nothing that a scan changes.
 */
import type { CaptureTemplate } from './capture-template.ts';

const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the text in a hole ends, at its closing quote. @param stopped the line end behind the record */
export function holeEnd(bytes: Uint8Array, stopped: number, { parts, holes }: CaptureTemplate, hole: number): number {
  let end = bytes[stopped - 1] === CR ? stopped - 1 : stopped;
  for (let last = holes.length - 1; ; last--) {
    end -= (parts[last + 1] as Uint8Array).length;
    if (last <= hole) return end;
    end = textStart(bytes, end);
  }
}

/** Where the text that ends at `end` begins: a quote within it has a backslash before it. */
export function textStart(bytes: Uint8Array, end: number): number {
  let at = end;
  while (bytes[at - 1] !== QUOTE || bytes[at - 2] === BACKSLASH) at -= 1;
  return at;
}

/** Whether a text stands otherwise in JSON than it is. */
export function isEscaped(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}
