/** How a release ended, from what really serves: the registry follows the endpoint, never the other way round. */
import type { Cause } from './cause.ts';
import type { EndpointDescription } from './endpoint.ts';

export type Outcome = 'live' | 'rolled-back' | 'inconclusive' | 'failed';

export interface Ending {
  outcome: Outcome;
  /** What the stage must say: `requested` and `previous` are configurations of versions, `nothing` when no endpoint serves. */
  serves: 'requested' | 'previous' | 'nothing' | 'unknown';
  cause?: Cause;
}

/**
 * @param endpoint as it was described last; undefined when there is none
 * @param previous configuration that served before, if any
 * @param verdict what the watch loop, or the step that failed, found
 *
 * A configuration that is neither the requested nor the previous one was put there by hand: the outcome is `failed`, and
 * the stage is left as it was with the configuration named.
 */
export function conclude(
  endpoint: EndpointDescription | undefined,
  configurations: { requested: string; previous?: string | undefined },
  verdict: { outcome: Outcome; cause?: Cause | undefined },
): Ending {
  const cause = verdict.cause ?? { code: 'unexplained', message: 'no reason was recorded' };
  const atRest = endpoint?.EndpointStatus === 'InService';
  if (atRest && endpoint.EndpointConfigName === configurations.requested) {
    const late = verdict.outcome !== 'live' && verdict.cause;
    return { outcome: 'live', serves: 'requested', ...(late ? { cause: verdict.cause as Cause } : {}) };
  }
  if (!endpoint || endpoint.EndpointStatus === 'Failed') return { outcome: 'failed', serves: 'nothing', cause };
  if (atRest && endpoint.EndpointConfigName === configurations.previous) {
    const outcome = verdict.outcome === 'live' ? 'failed' : verdict.outcome;
    return { outcome, serves: 'previous', cause };
  }
  const seen = `endpoint is ${endpoint.EndpointStatus} with configuration ${endpoint.EndpointConfigName}`;
  return { outcome: 'failed', serves: 'unknown', cause: { code: cause.code, message: `${cause.message}; ${seen}` } };
}

/** Codes of causes after which nothing is known about the version: neither good nor bad. */
const INCONCLUSIVE = ['no-traffic', 'superseded'];
export const outcomeOfReturn = (cause: Cause | undefined): Outcome =>
  cause && INCONCLUSIVE.includes(cause.code) ? 'inconclusive' : 'rolled-back';
