/** No page is larger than a browser on a phone likes to open. */
import type { Html } from './html.ts';

/** Bytes of a whole page, as it is stored. */
export const MOST_BYTES = 900_000;
/** For what stands around the columns: frame, style, facts, findings, rows set aside. */
const AROUND = 100_000;
export const FOR_COLUMNS = MOST_BYTES - AROUND;

const bytes = ({ text }: Html): number => new TextEncoder().encode(text).length;

export interface Fitted<T> {
  /** With everything. */
  readonly whole: readonly Html[];
  /** Without plot. */
  readonly brief: readonly Html[];
  /** Not on the page. */
  readonly left: readonly T[];
  readonly spent: number;
}

/**
 * As many columns as fit, from the first on: with everything until `wholeShare` of the room is taken, then in brief, then
 * not at all.
 */
export function fitInto<T>(
  items: readonly T[],
  room: number,
  render: { whole: (item: T) => Html; brief: (item: T) => Html },
  wholeShare = 0.7,
): Fitted<T> {
  const fitted = { whole: [] as Html[], brief: [] as Html[], spent: 0 };
  let everything = true;
  for (const [i, item] of items.entries()) {
    const whole = everything ? render.whole(item) : undefined;
    if (whole && fitted.spent + bytes(whole) <= room * wholeShare) {
      fitted.spent += bytes(whole);
      fitted.whole.push(whole);
      continue;
    }
    everything = false;
    const brief = render.brief(item);
    if (fitted.spent + bytes(brief) > room) return { ...fitted, left: items.slice(i) };
    fitted.spent += bytes(brief);
    fitted.brief.push(brief);
  }
  return { ...fitted, left: [] };
}
