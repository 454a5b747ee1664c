/** Counts a window once all that was captured of it is there; until then its request is put off. */
import { LOOK_AGAIN_IDLE_MINUTES, LOOK_AGAIN_MINUTES } from '../../contracts/monitoring-schedule.ts';
import { endpointName } from '../../contracts/names.ts';
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics, Queue } from '../../ports/services.ts';
import type { Stage } from '../../registry/entities.ts';
import { type CountedWindow, type CountWindowPorts, countWindow, windowOf } from './count-window.ts';
import { countedSoFar, isWhole, mayBeWhole } from './whole-window.ts';

export interface CountWhenWholePorts extends CountWindowPorts {
  clock: Clock;
  metrics: Metrics;
  /** The queue that requests come from: one that is put off goes there again. */
  driftQueue: Queue;
}

export interface PutOff {
  lookAgainInSeconds: number;
}

const MINUTE_MS = 60_000;

/**
 * Captures are read only when SageMaker's count says that they may be all there. Nothing but the same request is written:
 * who dies before leaves the window unmeasured, who dies after it leaves a second request, and that is safe to repeat.
 *
 * @param held the stage as it is now
 * @throws DriftRequestImpossible, and what the ports throw
 */
export async function countWhenWhole(
  ports: CountWhenWholePorts,
  request: DriftRequest,
  configuration: string,
  held: Stage | undefined,
): Promise<CountedWindow | PutOff> {
  const { clock, metrics, driftQueue, platform } = ports;
  const { model, stage, waitUntil } = request;
  const count = () => countWindow(ports, request, configuration, held?.serving);
  const now = clock.now();
  if (waitUntil === undefined || now >= new Date(waitUntil)) return count();
  const about = { endpoint: endpointName(platform, model, stage), configuration, held, window: windowOf(request) };
  const soFar = await countedSoFar(metrics, about, now);
  if (mayBeWhole(soFar)) {
    const counted = await count();
    if (isWhole(soFar, counted.requests)) return counted;
  }
  const lookAgainInSeconds = secondsToNextLook(now, waitUntil, soFar.requests > 0);
  await driftQueue.send(request, { delaySeconds: lookAgainInSeconds });
  return { lookAgainInSeconds };
}

/** Looks divide the time that is left, so the last one falls on its end. @param waitUntil after `now` */
export function secondsToNextLook(now: Date, waitUntil: string, isCalled: boolean): number {
  const every = (isCalled ? LOOK_AGAIN_MINUTES : LOOK_AGAIN_IDLE_MINUTES) * MINUTE_MS;
  const left = Date.parse(waitUntil) - now.getTime();
  return Math.ceil((left - (Math.ceil(left / every) - 1) * every) / 1000);
}
