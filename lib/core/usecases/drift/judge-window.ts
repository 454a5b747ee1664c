/** Judges a window against the training data, and what changed against the same hours of last year. */
import { againstSeason, decide, type Judged, type KeptWindow } from '../../drift/sequential/decide.ts';
import type { Budget } from '../../drift/sequential/spending.ts';
import type { Objects } from '../../ports/objects.ts';
import { type KeptPlace, seasonOfSpan, windowsBefore } from './kept-windows.ts';

/** Last year is read only for a span in which something was called: most windows cost no such read. */
export async function judgeWindow(
  objects: Objects,
  place: KeptPlace,
  window: KeptWindow,
  budget: Budget,
): Promise<Judged[]> {
  const earlier = await windowsBefore(objects, place, window);
  const judged: Judged[] = [];
  for (const each of decide(place.baseline, window, earlier, budget))
    judged.push(
      each.called.length === 0
        ? each
        : againstSeason(place.baseline, each, await seasonOfSpan(objects, place, each.span, window)),
    );
  return judged;
}
