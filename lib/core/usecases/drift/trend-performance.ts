/** How well what served did, day by day: from the daily reports of its performance. */
import type { DriftTrendView } from '../../contracts/api.ts';
import { performanceReportsPrefix } from '../../contracts/locations.ts';
import { PerformanceWatch } from '../../performance/watch-document.ts';
import type { Objects } from '../../ports/objects.ts';
import { textsOf } from '../small-objects.ts';
import { type WindowObject, windowObjects } from '../window-objects.ts';

export type DayOfPerformance = DriftTrendView['performance'][number];

/** Those that are watched, where they are known. */
const METRICS = ['auc', 'accuracy', 'rmse', 'mae'];
/** Reports of days, of some kB each. */
const MOST_DAYS = 100;

/** The newest days within [from, to), oldest first. */
export async function performanceDays(
  objects: Objects,
  bucket: string,
  { model, stage, from, to }: { model: string; stage: string; from: string; to: string },
): Promise<DayOfPerformance[]> {
  const prefix = performanceReportsPrefix(model, stage);
  const found: WindowObject[] = [];
  for await (const day of windowObjects(objects, bucket, prefix, { from, to })) found.push(day);
  const days: DayOfPerformance[] = [];
  for await (const { text } of textsOf(objects, bucket, found.slice(-MOST_DAYS)))
    days.push(dayOf(PerformanceWatch.parse(JSON.parse(text))));
  return days;
}

/** Measured on the newest labels that are ripe, at the end of the day; estimated of the day's own rows. */
function dayOf({
  version,
  configuration,
  window,
  outcome,
  judged,
  configurations,
}: PerformanceWatch): DayOfPerformance {
  const now = judged.find(({ span }) => span === 'now');
  const own = configurations.find((each) => each.configuration === configuration);
  const metrics = METRICS.flatMap((metric) => {
    const found = now?.metrics.find((each) => each.metric === metric);
    const heldOut = found?.heldOut.value ?? own?.heldOut[metric]?.value;
    const estimate = own?.estimated[metric];
    if (heldOut === undefined || (!found && !estimate)) return [];
    const estimated = estimate && { value: estimate.value, low: estimate.low, high: estimate.high };
    return [
      {
        ...{ metric, heldOut, called: found?.called ?? false },
        ...(found ? { measured: found.measured } : {}),
        ...(estimated ? { estimated } : {}),
      },
    ];
  });
  return { ...window, version, configuration, outcome, labelled: now?.labelled ?? 0, metrics };
}
