/**
 * Whether a window that has just closed can be judged: what SageMaker counted of it has settled, and is what was captured.
 * Two counts made apart rarely lack the same requests, so health is judged on whole numbers as well.
 */
import { LOOK_AGAIN_MINUTES } from '../../contracts/monitoring-schedule.ts';
import type { HealthWindow } from '../../health/judge.ts';
import type { Metrics } from '../../ports/services.ts';
import { COUNTS, type ServedConfigurationRequest, servedWindows } from '../health/served-windows.ts';

/** CloudWatch has most counts a minute after their own. */
const SETTLED_AFTER_MS = LOOK_AGAIN_MINUTES * 60_000;
/** Share of the answers that must be captured: the rest are in the files of the last minutes, which the second reading counts. */
const CAPTURED_SHARE = 0.95;
/**
 * More captured than counted: counts are missing. An even hour lacks 1.7 % with its last minute; a few requests begin
 * on one side of the window's end, and are counted on the other.
 */
const UNCOUNTED_SHARE = 0.01;
const LEAST_UNCOUNTED = 2;

export type Counted = Pick<HealthWindow, 'requests' | 'clientErrors' | 'serverErrors'> & {
  /** A minute after the window is counted as well, or enough time has passed. */
  settled: boolean;
};

/** What SageMaker has counted so far. Of a window that is no multiple of hours since midnight nothing is known. */
export async function countedSoFar(metrics: Metrics, request: ServedConfigurationRequest, now: Date): Promise<Counted> {
  const { from, to } = request.window;
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const over = {
    from: new Date(begin),
    to: new Date(Math.max(end, now.getTime())),
    periodSeconds: (end - begin) / 1000,
  };
  const windows = await servedWindows(metrics, request, COUNTS, over);
  const { requests, clientErrors, serverErrors } = windows.find((window) => window.from === from) ?? NOTHING;
  const isPast = windows.some((window) => window.from >= to);
  return { requests, clientErrors, serverErrors, settled: isPast || now.getTime() - end >= SETTLED_AFTER_MS };
}

const NOTHING = { requests: 0, clientErrors: 0, serverErrors: 0 };

/**
 * Whether it is worth to read what was captured. Without a request nothing is known: nobody called, or nothing is counted
 * yet.
 */
export const mayBeWhole = ({ requests, settled }: Counted): boolean => requests > 0 && settled;

/**
 * Requests that failed may be captured or not.
 * @param captured requests whose capture was seen
 */
export function isWhole(counted: Counted, captured: number): boolean {
  const { requests, clientErrors, serverErrors } = counted;
  const answered = requests - clientErrors - serverErrors;
  return (
    mayBeWhole(counted) &&
    captured >= CAPTURED_SHARE * answered &&
    captured <= requests + Math.max(LEAST_UNCOUNTED, UNCOUNTED_SHARE * requests)
  );
}
